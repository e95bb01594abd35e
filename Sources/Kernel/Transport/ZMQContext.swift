import CZeroMQ

/// ZeroMQ's background thread and the home of all sockets of a kernel.
///
/// Unchecked: `handle` never changes, and libzmq documents its contexts as thread safe.
public final class ZMQContext: @unchecked Sendable {
  let handle: UnsafeMutableRawPointer

  /// Starts a context.
  ///
  /// - Throws: ``ZMQError`` where the system has no room for one.
  public init() throws(ZMQError) {
    guard let handle = zmq_ctx_new() else { throw ZMQError("start") }
    self.handle = handle
  }

  /// Makes every blocking call on every socket fail with an error that ``ZMQError/isTermination``.
  public func shutDown() { zmq_ctx_shutdown(handle) }

  /// Waits until all sockets are closed and have delivered what they had, or until their linger time is over.
  ///
  /// To be called once, as the last call, when the owners of all sockets have ended.
  public func terminate() { while zmq_ctx_term(handle) != 0 && zmq_errno() == EINTR {} }
}

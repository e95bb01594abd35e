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

/// A call of ZeroMQ that failed.
public struct ZMQError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The error number of ZeroMQ, which includes those of the system.
  public let code: Int32
  /// What was tried: "bind tcp://127.0.0.1:5555".
  public let action: String

  /// The error of the call that has just failed on this thread.
  init(_ action: String) {
    code = zmq_errno()
    self.action = action
  }

  private init(_ action: String, _ code: Int32) {
    self.action = action
    self.code = code
  }

  /// The error of an answer that did not come in time.
  static func timedOut(_ action: String) -> ZMQError { ZMQError(action, ETIMEDOUT) }

  /// The error of an answer that is not what was expected.
  static func refused(_ action: String) -> ZMQError { ZMQError(action, EBADMSG) }

  /// Whether the context was shut down, so that the socket has to be closed.
  public var isTermination: Bool { code == ETERM }
  /// Whether nothing was there to receive, or nothing could be sent, at this moment.
  public var isTemporary: Bool { code == EAGAIN || code == EINTR }

  /// One sentence that says what failed and why.
  public var description: String { "ZeroMQ could not \(action): \(String(cString: zmq_strerror(code)))." }
}

import CZeroMQ

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

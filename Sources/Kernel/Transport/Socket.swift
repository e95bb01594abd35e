import CZeroMQ

/// A ZeroMQ socket. It is made, used and closed on one thread; being non-copyable, it is closed when its owner lets go.
public struct Socket: ~Copyable {
  /// The kinds of sockets that a kernel binds.
  public enum Kind: Sendable {
    /// Talks to many clients, each by its identity: shell, control, stdin.
    case router
    /// Publishes to subscribers and receives each new subscription: iopub.
    case publisher
    /// Answers requests in turn: heartbeat.
    case reply
    /// Talks to a router: clients, in tests.
    case dealer
    /// Subscribes to a publisher: clients, in tests.
    case subscriber
    /// Talks to one other socket: the watch of connections.
    case pair
  }

  let handle: UnsafeMutableRawPointer

  /// Makes a socket.
  ///
  /// Nothing is dropped at a high-water mark: the queues are unlimited. When closed, a socket delivers what is queued
  /// within `linger` milliseconds.
  ///
  /// - Parameter curve: the keys with which a socket that listens encrypts, and admits those who know the public one.
  /// - Throws: ``ZMQError`` where the context is shut down or too many files are open.
  public init(
    _ kind: Kind, in context: ZMQContext, linger: Int32 = 300, curve: CurveKeys? = nil
  ) throws(ZMQError) {
    handle = try Self.make(kind, in: context, linger: linger, curve: curve)
  }

  deinit { zmq_close(handle) }

  /// Listens at an endpoint: `tcp://127.0.0.1:5555`, `ipc:///run/kernel-1`.
  ///
  /// - Throws: ``ZMQError``, for instance where the endpoint is taken.
  public borrowing func bind(_ endpoint: String) throws(ZMQError) {
    guard zmq_bind(handle, endpoint) == 0 else { throw ZMQError("bind \(endpoint)") }
  }

  /// The endpoint that the socket was bound to last, with the port that the system chose for `*`.
  borrowing func lastEndpoint() throws(ZMQError) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    var size = text.count
    guard zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &text, &size) == 0 else {
      throw ZMQError("ask for the port")
    }
    return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Connects to an endpoint.
  public borrowing func connect(_ endpoint: String) throws(ZMQError) {
    guard zmq_connect(handle, endpoint) == 0 else { throw ZMQError("connect to \(endpoint)") }
  }

  /// Asks a publisher for all messages whose topic starts with `topic`.
  public borrowing func subscribe(_ topic: String) throws(ZMQError) {
    guard zmq_setsockopt(handle, ZMQ_SUBSCRIBE, topic, topic.utf8.count) == 0 else {
      throw ZMQError("subscribe")
    }
  }

  /// Sends the frames as one message.
  public borrowing func send(_ frames: [[UInt8]]) throws(ZMQError) {
    for (index, frame) in frames.enumerated() { try send(frame, more: index + 1 < frames.count) }
  }

  /// Receives the frames of one message. Without `waiting`, an error that ``ZMQError/isTemporary`` says that there is
  /// none.
  public borrowing func receive(waiting: Bool = true) throws(ZMQError) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    repeat { frames.append(try receiveFrame(waiting: waiting)) } while try hasMore()
    return frames
  }

  // MARK: Implementation

  private static func make(
    _ kind: Kind, in context: ZMQContext, linger: Int32, curve: CurveKeys?
  ) throws(ZMQError) -> UnsafeMutableRawPointer {
    guard let handle = zmq_socket(context.handle, kind.constant) else { throw ZMQError("make a socket") }
    var options = [ZMQ_LINGER: linger, ZMQ_SNDHWM: 0, ZMQ_RCVHWM: 0]
    switch kind {
    case .router: options[ZMQ_ROUTER_HANDOVER] = 1
    case .publisher: options[ZMQ_XPUB_VERBOSE] = 1
    default: break
    }
    do throws(ZMQError) {
      if let curve {
        options[ZMQ_CURVE_SERVER] = 1
        try set(ZMQ_CURVE_PUBLICKEY, of: handle, to: curve.publicKey)
        try set(ZMQ_CURVE_SECRETKEY, of: handle, to: curve.secretKey)
      }
      for (option, value) in options { try set(option, of: handle, to: value) }
    } catch {
      zmq_close(handle)
      throw error
    }
    return handle
  }

  private static func set(
    _ option: Int32, of handle: UnsafeMutableRawPointer, to value: Int32
  ) throws(ZMQError) {
    guard
      withUnsafePointer(to: value, { zmq_setsockopt(handle, option, $0, MemoryLayout<Int32>.size) }) == 0
    else { throw ZMQError("set option \(option)") }
  }

  private static func set(
    _ option: Int32, of handle: UnsafeMutableRawPointer, to text: String
  ) throws(ZMQError) {
    guard zmq_setsockopt(handle, option, text, text.utf8.count) == 0 else {
      throw ZMQError("set option \(option)")
    }
  }

  /// Sends one frame of a message.
  borrowing func send(_ frame: [UInt8], more: Bool) throws(ZMQError) {
    while zmq_send(handle, frame, frame.count, more ? ZMQ_SNDMORE : 0) < 0 {
      let error = ZMQError("send")
      guard error.code == EINTR else { throw error }
    }
  }

  private borrowing func receiveFrame(waiting: Bool) throws(ZMQError) -> [UInt8] {
    var frame = zmq_msg_t()
    zmq_msg_init(&frame)
    defer { zmq_msg_close(&frame) }
    while zmq_msg_recv(&frame, handle, waiting ? 0 : ZMQ_DONTWAIT) < 0 {
      let error = ZMQError("receive")
      guard error.code == EINTR else { throw error }
    }
    return Array(UnsafeRawBufferPointer(start: zmq_msg_data(&frame), count: zmq_msg_size(&frame)))
  }

  private borrowing func hasMore() throws(ZMQError) -> Bool {
    var more: Int32 = 0
    var size = MemoryLayout<Int32>.size
    guard zmq_getsockopt(handle, ZMQ_RCVMORE, &more, &size) == 0 else { throw ZMQError("receive") }
    return more != 0
  }
}

extension Socket.Kind {
  fileprivate var constant: Int32 {
    switch self {
    case .router: ZMQ_ROUTER
    case .publisher: ZMQ_XPUB
    case .reply: ZMQ_REP
    case .dealer: ZMQ_DEALER
    case .subscriber: ZMQ_SUB
    case .pair: ZMQ_PAIR
    }
  }
}

/// A request that a handler answers.
struct Request {
  let message: Message
  let sink: RequestSink
  var content: JSON { message.content }
}

/// What answering a request came to.
struct Reply {
  /// The content of the reply, or nil where the protocol has none.
  var content: JSON?
  /// Whether requests to execute that wait in the queue are to be refused.
  var abortsQueue = false
  /// Whether the kernel is to end.
  var endsKernel = false

  /// A reply with that content.
  init(_ content: JSON?, abortsQueue: Bool = false, endsKernel: Bool = false) {
    self.content = content
    self.abortsQueue = abortsQueue
    self.endsKernel = endsKernel
  }

  /// The reply to a request that cannot be answered.
  static func error(_ name: String, _ message: String) -> Reply {
    Reply(["status": "error", "ename": .string(name), "evalue": .string(message), "traceback": []])
  }
}

/// Answers the requests of one channel, on the channel's thread.
final class RequestRouter {
  /// Answers one type of request.
  typealias Handler = (Request) -> Reply

  private let codec: MessageCodec
  private let session: String
  private let queue: OutputQueue
  private let handlers: [String: Handler]
  private var complained: Set<String> = []

  /// Makes a router from the handlers by message type.
  init(codec: MessageCodec, session: String, queue: OutputQueue, handlers: [String: Handler]) {
    self.codec = codec
    self.session = session
    self.queue = queue
    self.handlers = handlers
  }

  /// Reads a message; nil, and one line on standard error for each kind of fault, where the frames are none.
  func decode(_ frames: [[UInt8]]) -> Message? {
    do { return try codec.decode(frames) } catch {
      if complained.insert("\(error)").inserted, complained.count < 20 {
        StandardError.write("dreamkit: ignored what was received. \(error)")
      }
      return nil
    }
  }

  /// Answers a request between busy and idle. `settle` runs between the answer's making and its sending.
  func answer(
    _ message: Message, on socket: borrowing Socket, settle: (Reply) throws(ZMQError) -> Void = { _ in }
  ) throws(ZMQError) -> Reply {
    let sink = RequestSink(queue: queue, parent: message.headerBytes)
    sink.publish("status", ["execution_state": "busy"])
    defer { sink.publish("status", ["execution_state": "idle"]) }
    let reply =
      handlers[message.header.type].map { $0(Request(message: message, sink: sink)) } ?? unknown(message)
    try settle(reply)
    try send(reply, to: message, on: socket)
    return reply
  }

  /// Refuses a request to execute because an earlier one failed.
  func abort(_ message: Message, on socket: borrowing Socket) throws(ZMQError) {
    let sink = RequestSink(queue: queue, parent: message.headerBytes)
    sink.publish("status", ["execution_state": "busy"])
    defer { sink.publish("status", ["execution_state": "idle"]) }
    try send(
      Reply([
        "status": "aborted", "ename": "Aborted", "evalue": "An earlier cell failed.", "traceback": [],
        "execution_count": 0,
      ]), to: message, on: socket)
  }

  // MARK: Implementation

  private func unknown(_ message: Message) -> Reply {
    guard message.header.type.hasSuffix("_request") else { return Reply(nil) }
    return .error("UnknownRequest", "This kernel does not answer '\(message.header.type)' on this channel.")
  }

  private func send(_ reply: Reply, to message: Message, on socket: borrowing Socket) throws(ZMQError) {
    guard let content = reply.content else { return }
    let type = message.header.type.split(separator: "_").dropLast().joined(separator: "_") + "_reply"
    let status = content["status"] ?? "ok"
    try socket.send(
      codec.encode(
        Message(
          header: Header(type: type, session: session), parentHeader: message.headerBytes,
          identities: message.identities, content: content, metadata: ["status": status])))
  }
}

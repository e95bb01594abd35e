import Synchronization

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

/// Answers the requests of one channel, from any thread.
final class RequestRouter: Sendable {
  /// Answers one type of request.
  typealias Handler = @Sendable (Request) -> Reply

  private let codec: MessageCodec
  private let session: String
  private let queue: OutputQueue
  private let handlers: [String: Handler]
  private let complained = Mutex<Set<String>>([])

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
      let isNew = complained.withLock { $0.count < 20 && $0.insert("\(error)").inserted }
      if isNew { StandardError.write("dreamkit: ignored what was received. \(error)") }
      return nil
    }
  }

  /// Answers a request between busy and idle.
  ///
  /// - Parameters:
  ///   - settle: runs between the answer's making and its sending.
  ///   - send: sends the frames of the reply.
  func answer<Failure>(
    _ message: Message, settle: (Reply) -> Void = { _ in },
    send: ([[UInt8]]) throws(Failure) -> Void
  ) throws(Failure) -> Reply {
    try reply(to: message, send: send) { request in
      let reply = handlers[message.header.type].map { $0(request) } ?? unknown(message)
      settle(reply)
      return reply
    }
  }

  /// Answers a request with that reply, between busy and idle, instead of carrying it out.
  func refuse<Failure>(
    _ message: Message, with reply: Reply, send: ([[UInt8]]) throws(Failure) -> Void
  ) throws(Failure) {
    _ = try self.reply(to: message, send: send) { _ in reply }
  }

  // MARK: Implementation

  private func unknown(_ message: Message) -> Reply {
    guard message.header.type.hasSuffix("_request") else { return Reply(nil) }
    return .error("UnknownRequest", "This kernel does not answer '\(message.header.type)' on this channel.")
  }

  private func reply<Failure>(
    to message: Message, send: ([[UInt8]]) throws(Failure) -> Void, make: (Request) -> Reply
  ) throws(Failure) -> Reply {
    let sink = RequestSink(queue: queue, parent: message.headerBytes)
    sink.publish("status", ["execution_state": "busy"])
    defer { sink.publish("status", ["execution_state": "idle"]) }
    let reply = make(Request(message: message, sink: sink))
    if let content = reply.content { try send(frames(of: content, to: message)) }
    return reply
  }

  private func frames(of content: JSON, to message: Message) -> [[UInt8]] {
    let type = message.header.type.split(separator: "_").dropLast().joined(separator: "_") + "_reply"
    let status = content["status"] ?? "ok"
    return codec.encode(
      Message(
        header: Header(type: type, session: session), parentHeader: message.headerBytes,
        identities: message.identities, content: content, metadata: ["status": status]))
  }
}

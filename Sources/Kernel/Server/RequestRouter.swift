import Ground
import Synchronization

/// Answers the requests of one channel, from any thread.
final class RequestRouter: Sendable {
  /// Answers one type of request.
  typealias Handler = @Sendable (Request) throws(InvalidRequest) -> Reply

  private let codec: MessageCodec
  private let session: String
  private let queue: OutputQueue
  private let activity: Activity
  private let handlers: [String: Handler]
  private let complaints = Mutex<Set<String>>([])

  /// Makes a router from the handlers by message type; the routers of a kernel share its activity.
  init(
    codec: MessageCodec, session: String, queue: OutputQueue, activity: Activity, handlers: [String: Handler]
  ) {
    self.codec = codec
    self.session = session
    self.queue = queue
    self.activity = activity
    self.handlers = handlers
  }

  /// Reads a message; nil, and one line on standard error for each kind of fault, where the frames are none.
  func decode(_ frames: [[UInt8]]) -> Message? {
    do { return try codec.decode(frames) } catch {
      Log.wire.info("ignored \(frames.count) frames: \(error)")
      let isNew = complaints.withLock { $0.insert(error.kind.description).inserted }
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
      let reply = handle(request)
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

  private func handle(_ request: Request) -> Reply {
    if let fault = request.message.fault { return .invalid(fault.description) }
    guard let handler = handlers[request.message.header.type] else {
      return .error(
        "UnknownRequest", "This kernel does not answer '\(request.message.header.type)' on this channel.")
    }
    do { return try handler(request) } catch { return .invalid(error.description) }
  }

  private func reply<Failure>(
    to message: Message, send: ([[UInt8]]) throws(Failure) -> Void, make: (Request) -> Reply
  ) throws(Failure) -> Reply {
    CrashReport.note(message.header.type)
    let start = Clock.now
    defer { Log.wire.debug("\(message.header.type) took \(Int((Clock.now - start) * 1000)) ms") }
    let sink = RequestSink(queue: queue, parent: message.headerBytes)
    let isCell = message.header.type == "execute_request"
    return try activity.during(sink, isCell: isCell) { () throws(Failure) in
      let reply = make(Request(message: message, sink: sink))
      if let content = reply.content, message.header.type.hasSuffix(Self.suffix) {
        try send(frames(of: content, to: message))
      }
      return reply
    }
  }

  /// What the types of messages end in that are replied to.
  private static let suffix = "_request"

  private func frames(of content: JSON, to message: Message) -> [[UInt8]] {
    let type = String(message.header.type.dropLast(Self.suffix.count)) + "_reply"
    let status = content["status"] ?? "ok"
    return codec.encode(
      Message(
        header: Header(type: type, session: session), parentHeader: message.headerBytes,
        identities: message.identities, content: content, metadata: ["status": status]))
  }
}

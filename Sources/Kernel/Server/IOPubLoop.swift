import Ground

/// Publishes the output of all requests, in order, on the one thread that owns the iopub socket.
///
/// Each new subscriber is welcomed. What is published before the first one is there is held for it, for a second at
/// most.
///
/// Nothing is dropped: ZeroMQ keeps what a subscriber has not taken. While that is more than ``limit`` bytes, new
/// output stays in the queue, and cells wait when that is full, too. A subscriber that has taken nothing for
/// ``patience`` while others wait for it is disconnected.
struct IOPubLoop: Sendable {
  /// How many bytes ZeroMQ may have to keep for subscribers.
  static let limit = 32 << 20
  /// How long all may wait for a subscriber that takes nothing, in milliseconds.
  static let patience = 30_000

  let queue: OutputQueue
  let codec: MessageCodec
  let session: String
  private let tally: SendTally

  /// Makes a loop that publishes what comes into the queue.
  init(queue: OutputQueue, codec: MessageCodec, session: String) {
    self.queue = queue
    self.codec = codec
    self.session = session
    tally = SendTally(limit: Self.limit, alarm: queue.alarm)
  }

  /// Publishes until the queue is finished; the socket is bound by `bind`.
  func run(
    _ socket: consuming Socket, in context: ZMQContext, bind: (borrowing Socket) throws(ZMQError) -> Void
  ) throws(ZMQError) {
    var watch = try ConnectionWatch(socket, name: "iopub-connections", in: context)
    try bind(socket)
    var welcome = Welcome()
    var standstill = Standstill()
    while true {
      queue.alarm.silence()
      let isFull = tally.isFull
      let batch = queue.take(waits: isFull)
      for entry in welcome.admit(batch) { try publish(entry, on: socket) }
      if batch.isLast { return }
      if isFull, standstill.lasts(at: tally.bytes) { try endStandstill(&watch) }
      let wait = isFull ? Standstill.interval : welcome.wait ?? batch.wait
      let ready = try Poller.wait(socket, alarm: queue.alarm, milliseconds: wait)
      if ready.socket, try greet(on: socket) { welcome.isOver = true }
    }
  }

  // MARK: Implementation

  /// What is held until the first subscriber is there.
  private struct Welcome {
    var isOver = false
    private var held: [OutputQueue.Entry] = []
    private let deadline = Clock.milliseconds + 1000

    /// How long the held messages may wait for a subscriber, in milliseconds; nil where none is held.
    var wait: Int? { held.isEmpty ? nil : max(1, deadline - Clock.milliseconds) }

    /// What is to be published now.
    mutating func admit(_ batch: OutputQueue.Batch) -> [OutputQueue.Entry] {
      held += batch.entries
      guard isOver || batch.isLast || Clock.milliseconds >= deadline else { return [] }
      defer { held = [] }
      return held
    }
  }

  /// How long no subscriber has taken anything.
  private struct Standstill {
    static let interval = 1000
    private var bytes = Int.max
    private var began = 0

    /// Whether the bytes that wait have not become fewer for longer than anybody has patience.
    mutating func lasts(at bytes: Int) -> Bool {
      let isMoving = bytes != self.bytes
      self.bytes = bytes
      if isMoving { began = Clock.milliseconds }
      return Clock.milliseconds - began >= IOPubLoop.patience
    }
  }

  private func endStandstill(_ watch: inout ConnectionWatch) throws(ZMQError) {
    guard try watch.endWaiting() > 0 else { return }
    StandardError.write(
      "dreamkit: disconnected a client that left \(tally.bytes >> 20) MB of output unread for "
        + "\(Self.patience / 1000) s.")
  }

  private func publish(_ entry: OutputQueue.Entry, on socket: borrowing Socket) throws(ZMQError) {
    let message = Message(
      header: Header(type: entry.type, session: session), parentHeader: entry.parent,
      identities: [Array(entry.type.utf8)], content: entry.content, metadata: entry.metadata,
      buffers: entry.buffers)
    try socket.send(codec.encode(message), counting: tally)
  }

  /// Welcomes new subscribers; false where one has left.
  private func greet(on socket: borrowing Socket) throws(ZMQError) -> Bool {
    guard let event = try socket.receive().first, event.first == 1 else { return false }
    let topic = Array(event.dropFirst())
    try socket.send(
      codec.encode(
        Message(
          header: Header(type: "iopub_welcome", session: session), identities: [topic],
          content: ["subscription": .string(String(decoding: topic, as: UTF8.self))])))
    return true
  }
}

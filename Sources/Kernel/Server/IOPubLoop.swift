/// Publishes the output of all requests, in order, on the one thread that owns the iopub socket.
///
/// Each new subscriber is welcomed. What is published before the first one is there is held for it, for a second at most.
struct IOPubLoop: Sendable {
  let queue: OutputQueue
  let codec: MessageCodec
  let session: String

  /// Publishes until the queue is finished.
  func run(_ socket: consuming Socket) throws(ZMQError) {
    let patience = Clock.milliseconds + 1000
    var hasSubscriber = false
    var held: [OutputQueue.Entry] = []
    while true {
      queue.alarm.silence()
      let batch = queue.take()
      held += batch.entries
      let isHolding = !hasSubscriber && !batch.isLast && Clock.milliseconds < patience
      if !isHolding {
        for entry in held { try publish(entry, on: socket) }
        held = []
      }
      if batch.isLast { return }
      let wait = isHolding && !held.isEmpty ? max(1, patience - Clock.milliseconds) : batch.wait
      let ready = try Poller.wait(socket, alarm: queue.alarm, milliseconds: wait)
      if ready.socket, try welcome(on: socket) { hasSubscriber = true }
    }
  }

  // MARK: Implementation

  private func publish(_ entry: OutputQueue.Entry, on socket: borrowing Socket) throws(ZMQError) {
    try socket.send(
      codec.encode(
        Message(
          header: Header(type: entry.type, session: session), parentHeader: entry.parent,
          identities: [Array(entry.type.utf8)], content: entry.content, metadata: entry.metadata,
          buffers: entry.buffers)))
  }

  /// Welcomes whoever has just subscribed; false where somebody left.
  private func welcome(on socket: borrowing Socket) throws(ZMQError) -> Bool {
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

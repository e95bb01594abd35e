/// Sends questions and receives answers on the one thread that owns the stdin socket.
struct StdinLoop: Sendable {
  let dialogue: Dialogue
  let codec: MessageCodec

  /// Works until the context is shut down.
  func run(_ socket: consuming Socket) throws(ZMQError) {
    while true {
      let ready = try Poller.wait(socket, alarm: dialogue.alarm)
      if ready.alarm, let question = dialogue.takeQuestion() {
        try socket.send(codec.encode(question.message))
      }
      if ready.socket, let reply = try? codec.decode(try socket.receive()) { dialogue.take(reply) }
    }
  }
}

import Ground

/// Owns the socket of the shell channel: hands each request to the thread that answers it, and sends the replies.
struct ShellLoop: Sendable {
  let router: RequestRouter
  let shells: Subshells
  let outbox: Outbox

  /// Receives and sends until the context is shut down.
  func run(_ socket: consuming Socket) throws(ZMQError) {
    while true {
      let ready = try Poller.wait(socket, alarm: outbox.alarm)
      if ready.alarm { for frames in outbox.take() { try socket.send(frames) } }
      if ready.socket, let message = router.decode(try socket.receive()) { shells.dispatch(message) }
    }
  }
}

/// Answers the control channel while a cell runs.
struct ControlLoop {
  let router: RequestRouter
  /// Called when a client has asked the kernel to shut down.
  let end: () -> Void

  /// Answers until the context is shut down or a client asks for it.
  func run(_ socket: consuming Socket) throws(ZMQError) {
    while true {
      guard let message = router.decode(try socket.receive()) else { continue }
      let reply = try router.answer(message) { frames throws(ZMQError) in try socket.send(frames) }
      if reply.endsKernel { return end() }
    }
  }
}

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
      guard ready.socket else { continue }
      let frames = try socket.receive()
      do { dialogue.take(try codec.decode(frames)) } catch {
        Log.wire.info("ignored \(frames.count) frames on stdin: \(error)")
      }
    }
  }
}

/// Sends back whatever the heartbeat channel receives.
struct HeartbeatLoop: Sendable {
  /// Echoes until the context is shut down.
  func run(_ socket: consuming Socket) throws(ZMQError) {
    while true { try socket.send(try socket.receive()) }
  }
}

/// Answers the control channel while a cell runs.
struct ControlLoop {
  let router: RequestRouter
  /// Called when a client has asked for the end.
  let end: () -> Void

  /// Answers until the context is shut down or the end is asked for.
  func run(_ socket: consuming Socket) throws(ZMQError) {
    while true {
      guard let message = router.decode(try socket.receive()) else { continue }
      let reply = try router.answer(message) { frames throws(ZMQError) in try socket.send(frames) }
      if reply.endsKernel { return end() }
    }
  }
}

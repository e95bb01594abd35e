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

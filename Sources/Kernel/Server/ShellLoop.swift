/// Receives the requests of the shell channel and runs the cells, in order, on one thread.
struct ShellLoop {
  let router: RequestRouter
  /// Called when a client has asked for the end.
  let end: () -> Void

  /// Answers until the context is shut down.
  func run(_ socket: consuming Socket) throws(ZMQError) {
    var queued: [Message] = []  // received, not yet answered
    while true {
      if !queued.isEmpty {
        try answer(queued.removeFirst(), on: socket, queued: &queued)
      } else if let message = router.decode(try socket.receive()) {
        try answer(message, on: socket, queued: &queued)
      }
    }
  }

  // MARK: Implementation

  /// Answers a request. Where it failed, the requests to execute that were sent before its reply could be known are
  /// refused; so they are collected before the reply is sent.
  private func answer(_ message: Message, on socket: borrowing Socket, queued: inout [Message])
    throws(ZMQError)
  {
    var waiting: [Message] = []
    let reply = try router.answer(message, on: socket) { reply throws(ZMQError) in
      guard reply.abortsQueue else { return }
      while try Poller.wait(socket, milliseconds: Self.settleTime).socket {
        if let late = router.decode(try socket.receive()) { waiting.append(late) }
      }
    }
    if reply.endsKernel { end() }
    if reply.abortsQueue {
      for message in queued + waiting where message.header.type == "execute_request" {
        try router.abort(message, on: socket)
      }
      queued = (queued + waiting).filter { $0.header.type != "execute_request" }
    }
  }

  /// How long the queue has to be quiet before a failure is reported, in milliseconds.
  private static let settleTime = 10
}

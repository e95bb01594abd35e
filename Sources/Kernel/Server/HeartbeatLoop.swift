/// Sends back whatever the heartbeat channel receives.
struct HeartbeatLoop: Sendable {
  /// Echoes until the context is shut down.
  func run(_ socket: consuming Socket) throws(ZMQError) {
    while true { try socket.send(try socket.receive()) }
  }
}

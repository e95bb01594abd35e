/// Answers `connect_request`, which the protocol keeps for old clients: the ports.
extension Listener {
  func reply(to request: Request) -> Reply {
    var members: [String: JSON] = ["status": "ok"]
    for (channel, port) in ports(waitingFor: 0) ?? [:] { members[channel.portName] = .int(port) }
    return Reply(.object(members))
  }
}

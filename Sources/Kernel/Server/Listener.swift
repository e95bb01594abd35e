import Glibc
import Ground

/// Binds the sockets of the channels, each on its own thread, and knows the ports that they got.
final class Listener: Sendable {
  private let connection: ConnectionFile
  private let bound = Monitor<[Channel: Int]>([:])

  /// Makes a listener at the addresses of a connection file.
  init(_ connection: ConnectionFile) { self.connection = connection }

  /// Binds a channel's socket, to the port of the connection file or else to a free one.
  func bind(_ socket: borrowing Socket, to channel: Channel) throws(ZMQError) {
    if let port = connection.ports[channel] {
      try socket.bind(connection.endpoint(port))
      bound.withLock { $0[channel] = port }
    } else if connection.transport == "ipc" {
      let port = freePath(for: channel)
      try socket.bind(connection.endpoint(port))
    } else {
      try socket.bind("tcp://\(connection.ip):*")
      let endpoint = try socket.lastEndpoint()
      bound.withLock { $0[channel] = endpoint.split(separator: ":").last.flatMap { Int($0) } ?? 0 }
    }
  }

  /// The ports of all channels, once all are bound; nil where that takes longer than so many milliseconds.
  func ports(waitingFor milliseconds: Int) -> [Channel: Int]? {
    bound.wait(milliseconds: milliseconds) { $0.count == Channel.allCases.count ? $0 : nil }
  }

  /// Answers `connect_request`, which the protocol keeps for old clients: the ports.
  func reply(to request: Request) -> Reply {
    var members: [String: JSON] = ["status": "ok"]
    for (channel, port) in ports(waitingFor: 0) ?? [:] { members[channel.portName] = .int(port) }
    return Reply(.object(members))
  }

  // MARK: Implementation

  /// A number whose path is not there yet; it is the channel's from now on.
  private func freePath(for channel: Channel) -> Int {
    bound.withLock { bound in
      var port = 1
      while bound.values.contains(port) || access("\(connection.ip)-\(port)", F_OK) == 0 { port += 1 }
      bound[channel] = port
      return port
    }
  }
}

import CZeroMQ
import Glibc

/// The connections of a socket, for ending those whose peer stands still. It is used on the thread of the socket.
struct ConnectionWatch: ~Copyable {
  private let events: Socket
  private var connections: Set<Int32> = []

  /// Begins to watch a socket that is not bound yet.
  ///
  /// - Parameter name: of the watch; no other one in the context has it.
  init(_ socket: borrowing Socket, name: String, in context: ZMQContext) throws(ZMQError) {
    let endpoint = "inproc://\(name)"
    let kinds = ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_CLOSED | ZMQ_EVENT_DISCONNECTED
    guard zmq_socket_monitor(socket.handle, endpoint, kinds) == 0 else { throw ZMQError("watch a socket") }
    let events = try Socket(.pair, in: context, linger: 0)
    try events.connect(endpoint)
    self.events = events
  }

  /// Ends the connections on which bytes wait that the peer does not take, and returns how many there are. ZeroMQ then
  /// forgets what it had for them; a peer that wakes up connects anew.
  mutating func endWaiting() throws(ZMQError) -> Int {
    try update()
    var ended = 0
    for connection in connections {
      var waiting: Int32 = 0
      guard ioctl(connection, UInt(TIOCOUTQ), &waiting) == 0, waiting > 0 else { continue }
      if shutdown(connection, Int32(SHUT_RDWR)) == 0 { ended += 1 }
    }
    return ended
  }

  // MARK: Implementation

  /// Learns of the connections that were made and ended. An event is a number of 16 bits, a value of 32, and an
  /// endpoint.
  private mutating func update() throws(ZMQError) {
    while try Poller.wait(events, milliseconds: 0).socket {
      guard let event = try events.receive().first, event.count >= 6 else { continue }
      let kind = Int32(event[0]) | Int32(event[1]) << 8
      let descriptor = event[2..<6].reversed().reduce(Int32(0)) { $0 << 8 | Int32($1) }
      if kind == ZMQ_EVENT_ACCEPTED {
        connections.insert(descriptor)
      } else {
        connections.remove(descriptor)
      }
    }
  }
}

import Glibc
import Ground
import Testing

@testable import Kernel

@Suite struct SocketTests {
  /// An endpoint that no other test uses.
  func endpoint(_ name: String) -> String { "ipc:///tmp/dreamkit-test-\(getpid())-\(name)" }

  @Test func messagesGoBothWaysOverIPC() throws {
    let context = try ZMQContext()
    let router = try Socket(.router, in: context)
    let dealer = try Socket(.dealer, in: context)
    try router.bind(endpoint("ways"))
    try dealer.connect(endpoint("ways"))
    try dealer.send([[1], [], [2, 3]])
    let received = try router.receive()
    #expect(received.dropFirst() == [[1], [], [2, 3]])
    try router.send([received[0], [4]])
    #expect(try dealer.receive() == [[4]])
  }

  @Test func takenEndpointIsNamed() throws {
    let context = try ZMQContext()
    let first = try Socket(.reply, in: context)
    let second = try Socket(.reply, in: context)
    try first.bind("inproc://taken")
    let error = #expect(throws: ZMQError.self) { try second.bind("inproc://taken") }
    #expect(error?.code == EADDRINUSE)
    #expect(error?.description.contains("inproc://taken") == true)
    #expect(error?.isTermination == false)
  }

  @Test func alarmEndsAWait() throws {
    let context = try ZMQContext()
    let socket = try Socket(.router, in: context)
    let alarm = try #require(Alarm())
    #expect(try Poller.wait(socket, alarm: alarm, milliseconds: 0) == .init(socket: false, alarm: false))
    alarm.ring()
    alarm.ring()
    #expect(try Poller.wait(socket, alarm: alarm) == .init(socket: false, alarm: true))
    alarm.silence()
    #expect(try Poller.wait(socket, alarm: alarm, milliseconds: 0).alarm == false)
  }

  @Test func aTallyCountsUntilAReceiverHasTakenAll() throws {
    let context = try ZMQContext()
    let publisher = try Socket(.publisher, in: context)
    try publisher.bind(endpoint("tally"))
    let tally = SendTally(limit: 1000, alarm: try #require(Alarm()))
    try publisher.send([[1], [UInt8](repeating: 2, count: 5000)], counting: tally)
    #expect(tally.bytes == 0)  // There is nobody who wants it.
    let subscriber = try Socket(.subscriber, in: context)
    try subscriber.subscribe("")
    try subscriber.connect(endpoint("tally"))
    _ = try publisher.receive()
    for number in 0..<200 {
      try publisher.send([[1], [UInt8](repeating: UInt8(number), count: 50_000)], counting: tally)
    }
    for number in 0..<200 { #expect(try subscriber.receive()[1].last == UInt8(number)) }
    let deadline = Clock.milliseconds + 5000
    while tally.bytes > 0, Clock.milliseconds < deadline { usleep(1000) }
    #expect(tally.bytes == 0)
  }

  @Test func whoTakesNothingIsDisconnected() throws {
    let context = try ZMQContext()
    let publisher = try Socket(.publisher, in: context)
    var watch = try ConnectionWatch(publisher, name: "watch", in: context)
    try publisher.bind(endpoint("watch"))
    let tally = SendTally(limit: 1000, alarm: try #require(Alarm()))
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    #expect(Self.subscribe(descriptor, at: String(endpoint("watch").dropFirst("ipc://".count))))
    _ = try publisher.receive()
    #expect(try watch.endWaiting() == 0)
    for _ in 0..<100 { try publisher.send([[], [UInt8](repeating: 0, count: 100_000)], counting: tally) }
    usleep(100_000)
    #expect(tally.bytes > 5_000_000)
    #expect(try watch.endWaiting() == 1)
    let deadline = Clock.milliseconds + 5000
    while tally.bytes > 0, Clock.milliseconds < deadline {
      _ = try Poller.wait(publisher, milliseconds: 10)
    }
    #expect(tally.bytes == 0)
  }

  /// Subscribes to everything as the shortest client of ZMTP 3.0 does, and reads nothing afterwards.
  static func subscribe(_ descriptor: Int32, at path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let connected = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard connected == 0 else { return false }
    let null: [UInt8] = Array("NULL".utf8) + [UInt8](repeating: 0, count: 16)
    let greeting: [UInt8] =
      [0xFF] + [UInt8](repeating: 0, count: 8) + [0x7F, 3, 0] + null + [UInt8](repeating: 0, count: 32)
    let type: [UInt8] = [11] + Array("Socket-Type".utf8) + [0, 0, 0, 3] + Array("SUB".utf8)
    let ready: [UInt8] = [5] + Array("READY".utf8) + type
    let hello: [UInt8] = greeting + [4, UInt8(ready.count)] + ready
    guard write(descriptor, hello, hello.count) == hello.count else { return false }
    // The other side's greeting and its command READY come first.
    var expected = greeting.count + 2 + ready.count + "XPUB".count - "SUB".count
    var bytes = [UInt8](repeating: 0, count: 1)
    while expected > 0, read(descriptor, &bytes, 1) == 1 { expected -= 1 }
    let subscription: [UInt8] = [0, 1, 1]
    return write(descriptor, subscription, subscription.count) == subscription.count
  }

  @Test func shutDownEndsAllCalls() throws {
    let context = try ZMQContext()
    let socket = try Socket(.router, in: context)
    context.shutDown()
    let error = #expect(throws: ZMQError.self) { try socket.receive() }
    #expect(error?.isTermination == true)
  }
}

import Glibc
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

  @Test func shutDownEndsAllCalls() throws {
    let context = try ZMQContext()
    let socket = try Socket(.router, in: context)
    context.shutDown()
    let error = #expect(throws: ZMQError.self) { try socket.receive() }
    #expect(error?.isTermination == true)
  }
}

import Synchronization
import Testing

@testable import Kernel

/// Comms that clients open, and what happens on them.
@Suite struct CommTableTests {
  /// Repeats what it hears, buffers included.
  private final class Echo: CommEnd {
    let closed = Mutex<[String]>([])

    func opened(_ comm: String, with message: CommMessage, by request: RequestSink) {
      request.say(message, on: comm)
    }
    func received(_ message: CommMessage, on comm: String, by request: RequestSink) {
      request.say(message, on: comm)
    }
    func closed(_ comm: String) { closed.withLock { $0.append(comm) } }
  }

  private let desk: CommDesk
  private let table = CommTable()
  private let echo = Echo()

  init() throws {
    desk = try CommDesk()
    table.register(echo, target: "echo")
  }

  @Test func whatIsSaidIsHeardWithItsBuffers() {
    _ = table.open(desk.request("comm_open", ["comm_id": "a", "target_name": "echo", "data": ["n": 1]]))
    _ = table.receive(
      desk.request("comm_msg", ["comm_id": "a", "data": ["n": 2]], buffers: [[1, 2, 3], []]))
    let said = desk.published
    #expect(said.map(\.type) == ["comm_msg", "comm_msg"])
    #expect(said[0].content == ["comm_id": "a", "data": ["n": 1]])
    #expect(said[1].content == ["comm_id": "a", "data": ["n": 2]])
    #expect(said[1].buffers == [[1, 2, 3], []])
  }

  @Test func openCommsAreListedByTarget() {
    table.add("k", target: "kernel", end: echo)
    _ = table.open(desk.request("comm_open", ["comm_id": "a", "target_name": "echo"]))
    func comms(_ content: JSON) -> JSON? {
      table.info(desk.request("comm_info_request", content)).content?["comms"]
    }
    #expect(comms([:])?.object?.count == 2)
    #expect(comms(["target_name": "echo"]) == ["a": ["target_name": "echo"]])
    _ = table.close(desk.request("comm_close", ["comm_id": "a"]))
    #expect(echo.closed.withLock { $0 } == ["a"])
    table.remove("k")
    #expect(comms([:]) == [:])
  }

  @Test func anUnknownTargetIsClosedAgain() {
    let reply = table.open(desk.request("comm_open", ["comm_id": "x", "target_name": "nobody"]))
    #expect(reply.content == nil)
    #expect(desk.published.map(\.type) == ["comm_close"])
    #expect(table.info(desk.request("comm_info_request", [:])).content?["comms"] == [:])
  }

  @Test func whatMakesNoSenseIsPassedOver() {
    for content: JSON in [[:], ["comm_id": 3], ["comm_id": "unknown"]] {
      _ = table.receive(desk.request("comm_msg", content))
      _ = table.close(desk.request("comm_close", content))
    }
    _ = table.open(desk.request("comm_open", ["target_name": "echo"]))
    #expect(desk.published.isEmpty)
  }
}

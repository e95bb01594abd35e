import Testing

@testable import Kernel

@Suite struct OutputQueueTests {
  func entry(_ type: String) -> OutputQueue.Entry { OutputQueue.Entry(type: type, parent: [], content: [:]) }

  @Test func textJoinsAndKeepsItsPlace() throws {
    let queue = OutputQueue(alarm: try #require(Alarm()))
    queue.append("a", stream: "stdout", parent: [])
    queue.append("b", stream: "stdout", parent: [])
    queue.append("c", stream: "stderr", parent: [])
    queue.append(entry("display_data"))
    queue.append("d", stream: "stdout", parent: [])
    let batch = queue.take()
    #expect(batch.entries.map(\.type) == ["stream", "stream", "display_data"])
    #expect(batch.entries[0].content["text"] == "ab")
    #expect(batch.wait != nil)
    queue.finish()
    #expect(queue.take().entries.map { $0.content["text"] } == ["d"])
  }

  @Test func aFullQueueSaysSoAndRefusesNothing() throws {
    let queue = OutputQueue(alarm: try #require(Alarm()), limit: 2000)
    queue.append(entry("status"))
    #expect(!queue.isFull)
    queue.append(String(repeating: "x", count: 3000), stream: "stdout", parent: [])
    queue.append(entry("status"))
    #expect(queue.isFull)
    #expect(queue.take(waits: true).entries.isEmpty)
    #expect(queue.isFull)
    #expect(queue.take().entries.count == 3)
    #expect(!queue.isFull)
  }
}

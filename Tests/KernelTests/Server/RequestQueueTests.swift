import Ground
import Testing

@testable import Kernel

@Suite struct RequestQueueTests {
  func message(_ type: String) -> Message { Message(header: Header(type: type, session: "s"), content: [:]) }

  @Test func orderIsKeptAndClosingEnds() {
    let queue = RequestQueue()
    #expect(queue.append(message("one")) && queue.append(message("two")))
    queue.close(dropping: false)
    #expect(!queue.append(message("late")))
    #expect(queue.next()?.message.header.type == "one")
    #expect(queue.next()?.message.header.type == "two")
    #expect(queue.next() == nil)
  }

  @Test func droppingLeavesNothing() {
    let queue = RequestQueue()
    _ = queue.append(message("one"))
    queue.close(dropping: true)
    #expect(queue.next() == nil)
  }

  @Test func oneTypeIsTakenOut() {
    let queue = RequestQueue()
    for type in ["a", "b", "a"] { _ = queue.append(message(type)) }
    #expect(queue.removeAll(type: "a", quietFor: 1).count == 2)
    #expect(queue.next()?.message.header.type == "b")
  }

  @Test func successorsWaitUntilAllIsAnswered() throws {
    let queue = RequestQueue()
    _ = queue.append(message("one"))
    let mark = queue.mark
    let thread = try KernelThread("test") { mark.wait() }
    #expect(queue.next() != nil)
    #expect(!thread.wait(until: Clock.milliseconds + 20))
    queue.close(dropping: false)
    #expect(queue.next() == nil)
    #expect(thread.wait(until: Clock.milliseconds + 5000))
  }

  @Test func patienceEnds() {
    let queue = RequestQueue()
    _ = queue.append(message("one"))
    #expect(queue.next() != nil)
    queue.mark.wait(patience: 10)
  }
}

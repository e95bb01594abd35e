import Synchronization
import Testing

@testable import Ground

@Suite struct CancellationTests {
  @Test func aRequestFollowsAnother() {
    let outer = Cancellation()
    let polls = Mutex(0)
    let inner = Cancellation(following: outer) { polls.withLock { $0 += 1 } }
    #expect(!inner.isCancelled && !inner.wasCancelledItself)
    outer.cancel()
    #expect(inner.isCancelled && !inner.wasCancelledItself)
    #expect(polls.withLock { $0 } == 2)
  }

  @Test func aRequestOfItsOwnLeavesTheOtherAlone() {
    let outer = Cancellation()
    let inner = Cancellation(following: outer) {}
    inner.cancel()
    #expect(inner.isCancelled && inner.wasCancelledItself && !outer.isCancelled)
  }

  @Test func aThreadRunsItsBody() {
    let done = Monitor(false)
    #expect(Threads.start(stack: 1 << 18) { done.withLock { $0 = true } })
    #expect(done.wait(milliseconds: 5000) { $0 ? true : nil } == true)
    #expect(!Threads.start(stack: 1 << 50) {})
  }
}

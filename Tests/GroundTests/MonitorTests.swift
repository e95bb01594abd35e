import Ground
import Synchronization
import Testing

@testable import DreamKit

@Suite struct MonitorTests {
  @Test func changesWakeWhoWaits() async {
    let monitor = Monitor(0)
    let others = Task.detached { for _ in 0..<1000 { monitor.withLock { $0 += 1 } } }
    #expect(monitor.wait { $0 == 1000 ? $0 : nil } == 1000)
    await others.value
  }

  @Test func waitingEndsInTime() {
    let monitor = Monitor(0)
    #expect(monitor.wait(milliseconds: 5) { $0 == 1 ? true : nil } == nil)
    #expect(monitor.wait(milliseconds: 0) { $0 == 0 ? true : nil } == true)
  }

  @Test func aCancellationFollowsAnother() {
    final class Count: Sendable { let polls = Atomic(0) }
    let count = Count()
    let outer = Cancellation()
    let inner = Cancellation(following: outer) { count.polls.add(1, ordering: .relaxed) }
    #expect(!inner.isCancelled)
    outer.cancel()
    #expect(inner.isCancelled)
    #expect(count.polls.load(ordering: .relaxed) == 2)
  }
}

import Ground
import Testing

@Suite struct MonitorTests {
  @Test func changesWakeWhoWaits() {
    let monitor = Monitor(0)
    #expect(Threads.start { for _ in 0..<1000 { monitor.withLock { $0 += 1 } } })
    #expect(monitor.wait { $0 == 1000 ? $0 : nil } == 1000)
  }

  @Test func waitingEndsInTime() {
    let monitor = Monitor(0)
    #expect(monitor.wait(milliseconds: 5) { $0 == 1 ? true : nil } == nil)
    #expect(monitor.wait(milliseconds: 0) { $0 == 0 ? true : nil } == true)
  }
}

import Foundation
import Ground
import Synchronization
import Testing

@testable import DreamKit

/// Work that waits for an idle processor.
struct IdleThreadTests {
  @Test func everythingIsDoneInOrder() async throws {
    let done = Monitor<[Int]>([])
    for number in 0..<100 { IdleThread.run { done.withLock { $0.append(number) } } }
    let all = await Task.detached { done.wait(milliseconds: 120_000) { $0.count == 100 ? $0 : nil } }.value
    #expect(all == Array(0..<100))
  }
}

import Glibc
import Ground
import Synchronization
import Testing

@testable import Kernel

@Suite struct KernelThreadTests {
  final class Gate: Sendable { let isOpen = Atomic(false) }

  @Test func endIsSeen() throws {
    let gate = Gate()
    let thread = try KernelThread("test") {
      while !gate.isOpen.load(ordering: .acquiring) { usleep(1000) }
    }
    #expect(!thread.wait(until: Clock.milliseconds + 5))
    gate.isOpen.store(true, ordering: .releasing)
    #expect(thread.wait(until: Clock.milliseconds + 5000))
  }

  @Test func absurdStackIsRefused() {
    #expect(throws: KernelError.self) { _ = try KernelThread("test", stack: 1 << 50) {} }
  }

  @Test func firstFailureStays() {
    let failure = FirstFailure()
    failure.record(KernelError("one"))
    failure.record(KernelError("two"))
    #expect(failure.error == KernelError("one"))
  }
}

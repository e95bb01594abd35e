import Glibc
import Ground
import Synchronization

/// A plain thread with a stack of its own size, whose end can be waited for with a time limit.
package final class KernelThread: Sendable {
  private let isRunning = Flag()

  /// Starts a thread with a stack of that many bytes.
  ///
  /// - Throws: ``KernelError`` where the system cannot start a thread.
  package init(
    _ name: String, stack: Int = 1 << 20, body: @escaping @Sendable () -> Void
  ) throws(KernelError) {
    let isStarted = Threads.start(stack: stack) { [isRunning] in
      CrashReport.covering(body)
      isRunning.value.store(false, ordering: .releasing)
    }
    if !isStarted { throw KernelError("The system has no room for the \(name) thread.") }
  }

  /// Waits for the end until the clock shows `deadline`; false where the thread still runs.
  package func wait(until deadline: Int) -> Bool {
    while isRunning.value.load(ordering: .acquiring) {
      if Clock.milliseconds >= deadline { return false }
      usleep(1000)
    }
    return true
  }

  // MARK: Implementation

  private final class Flag: Sendable { let value = Atomic(true) }
}

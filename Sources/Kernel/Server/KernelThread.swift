import Glibc
import Synchronization

/// A plain thread with a stack of its own size, whose end can be waited for with a time limit.
package final class KernelThread: Sendable {
  private let isRunning = Flag()

  /// Starts a thread with a stack of that many bytes.
  ///
  /// - Throws: ``KernelError`` where the system has no room for it.
  package init(
    _ name: String, stack: Int = 1 << 20, body: @escaping @Sendable () -> Void
  ) throws(KernelError) {
    let start = Start { [isRunning] in
      CrashReport.covering(body)
      isRunning.value.store(false, ordering: .releasing)
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stack)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(start)
    let failure = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, argument.toOpaque())
    pthread_attr_destroy(&attributes)
    if failure != 0 {
      argument.release()
      throw KernelError("The system has no room for the \(name) thread.")
    }
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

  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

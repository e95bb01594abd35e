import Glibc
import Synchronization

/// A plain thread with a stack of its own size, whose end can be waited for with a time limit.
final class KernelThread: Sendable {
  private let isRunning = Atomic(true)

  /// Starts a thread. A failure other than the end of the context is reported on standard error.
  init(_ name: String, stack: Int = 1 << 20, body: @escaping @Sendable () throws(ZMQError) -> Void) {
    let start = Start { [self] in
      do throws(ZMQError) { try body() } catch {
        if !error.isTermination { StandardError.write("dreamkit: the \(name) thread ended. \(error)") }
      }
      isRunning.store(false, ordering: .releasing)
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
      isRunning.store(false, ordering: .releasing)
      StandardError.write("dreamkit: the system has no room for the \(name) thread.")
    }
  }

  /// Waits for the end until the clock shows `deadline`; false where the thread still runs.
  func wait(until deadline: Int) -> Bool {
    while isRunning.load(ordering: .acquiring) {
      if Clock.milliseconds >= deadline { return false }
      usleep(1000)
    }
    return true
  }

  // MARK: Implementation

  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

import Glibc
import Synchronization

/// Work that can wait: one task after the other on a thread that runs while a processor is idle.
///
/// The thread ends with its work. No code may depend on when a task runs: on a busy machine it may never run.
package enum IdleThread {
  /// Runs a task at some later time, or never.
  package static func run(_ job: @escaping @Sendable () -> Void) {
    let isFirst = work.withLock { work in
      work.jobs.append(job)
      defer { work.isRunning = true }
      return !work.isRunning
    }
    if isFirst, !start() { work.withLock { $0 = Work() } }
  }

  // MARK: Implementation

  private struct Work {
    var jobs: [@Sendable () -> Void] = []
    var isRunning = false
  }

  private static let work = Mutex(Work())

  /// Linux's SCHED_IDLE, which the C library shows to C alone.
  private static let idlePolicy: Int32 = 5

  /// Starts the thread; false where the system cannot start a thread.
  private static func start() -> Bool {
    Threads.start {
      var priority = sched_param()
      pthread_setschedparam(pthread_self(), idlePolicy, &priority)
      while let job = next() { job() }
    }
  }

  private static func next() -> (@Sendable () -> Void)? {
    work.withLock { work in
      if work.jobs.isEmpty {
        work.isRunning = false
        return nil
      }
      return work.jobs.removeFirst()
    }
  }
}

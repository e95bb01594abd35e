import Glibc

/// State behind a lock, with threads that wait until it is as they want it.
///
/// Unchecked `Sendable`: `state` is touched between `pthread_mutex_lock` and `pthread_mutex_unlock` alone, and the two
/// pointers never change.
package final class Monitor<State: Sendable>: @unchecked Sendable {
  private var state: State
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let change: UnsafeMutablePointer<pthread_cond_t>

  /// Puts the state behind a lock.
  package init(_ state: State) {
    self.state = state
    mutex = .allocate(capacity: 1)
    change = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(change, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(mutex)
    change.deallocate()
    mutex.deallocate()
  }

  /// Reads or changes the state; waiting threads look at it afterwards.
  package func withLock<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(change)
      pthread_mutex_unlock(mutex)
    }
    return body(&state)
  }

  /// Waits until `body`, called now and after each change, gives a result.
  ///
  /// - Parameter milliseconds: the longest wait; nil waits indefinitely.
  /// - Returns: nil where the time was over first.
  package func wait<Result>(milliseconds: Int? = nil, for body: (inout State) -> Result?) -> Result? {
    let deadline = milliseconds.map(Self.time)
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) {
        pthread_cond_broadcast(change)
        return result
      }
      if var deadline {
        if pthread_cond_timedwait(change, mutex, &deadline) == ETIMEDOUT { return body(&state) }
      } else {
        pthread_cond_wait(change, mutex)
      }
    }
  }

  // MARK: Implementation

  /// The moment on the monotonic clock that comes after so many milliseconds.
  private static func time(after milliseconds: Int) -> timespec {
    var time = Clock.reading(CLOCK_MONOTONIC)
    let nanoseconds = time.tv_nsec + milliseconds % 1000 * 1_000_000
    time.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    return time
  }
}

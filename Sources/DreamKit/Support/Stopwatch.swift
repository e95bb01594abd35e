import Glibc

/// The monotonic clock.
enum Stopwatch {
  /// Seconds since some fixed point in the past.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

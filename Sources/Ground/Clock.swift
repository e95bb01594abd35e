import Glibc

/// The system's clocks.
package enum Clock {
  /// Seconds since some fixed point in the past; never set back.
  package static var now: Double { seconds(CLOCK_MONOTONIC) }

  /// ``now`` in complete milliseconds.
  package static var milliseconds: Int {
    let time = reading(CLOCK_MONOTONIC)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// Seconds since 1970, as the user's clock shows them.
  package static var wall: Double { seconds(CLOCK_REALTIME) }

  /// Any clock of the system, in seconds.
  package static func seconds(_ clock: clockid_t) -> Double {
    let time = reading(clock)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Any clock of the system.
  static func reading(_ clock: clockid_t) -> timespec {
    var time = timespec()
    clock_gettime(clock, &time)
    return time
  }

  /// The present as ISO 8601 in UTC with microseconds: `2026-01-31T12:00:00.000000Z`.
  package static var timestamp: String {
    var time = reading(CLOCK_REALTIME)
    var calendar = tm()
    gmtime_r(&time.tv_sec, &calendar)
    let date = [Int(calendar.tm_year) + 1900, Int(calendar.tm_mon) + 1, Int(calendar.tm_mday)]
    let clock = [Int(calendar.tm_hour), Int(calendar.tm_min), Int(calendar.tm_sec)]
    return date.map { padded($0, 2) }.joined(separator: "-") + "T"
      + clock.map { padded($0, 2) }.joined(separator: ":") + "." + padded(time.tv_nsec / 1000, 6) + "Z"
  }

  // MARK: Implementation

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

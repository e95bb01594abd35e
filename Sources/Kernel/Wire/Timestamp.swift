import Glibc

/// Points in time as the protocol writes them.
enum Timestamp {
  /// The present, as ISO 8601 in UTC with microseconds: `2026-01-31T12:00:00.000000Z`.
  static func now() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
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

import Synchronization

/// How many bytes of the messages that a socket was given are still in this process, because a receiver has not taken
/// them; filled by the sending thread, emptied by ZeroMQ's own.
final class SendTally: Sendable {
  /// Rings when the bytes fall below the limit.
  let alarm: Alarm
  private let limit: Int
  private let count = Atomic(0)

  /// Makes an empty tally.
  init(limit: Int, alarm: Alarm) {
    self.limit = limit
    self.alarm = alarm
  }

  /// The bytes that wait for a receiver.
  var bytes: Int { count.load(ordering: .acquiring) }

  /// Whether as many bytes wait as may.
  var isFull: Bool { bytes >= limit }

  /// Counts a message that was sent.
  func add(_ bytes: Int) { count.add(bytes, ordering: .acquiringAndReleasing) }

  /// Counts a message that all receivers have taken.
  func remove(_ bytes: Int) {
    let (before, after) = count.subtract(bytes, ordering: .acquiringAndReleasing)
    if before >= limit, after < limit { alarm.ring() }
  }
}

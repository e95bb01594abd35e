import CZeroMQ
import Synchronization

extension Socket {
  /// Sends the frames as one message and counts it until every receiver has taken it.
  ///
  /// ZeroMQ reports when it no longer needs memory that it was lent; the last frame is lent, and stands for the
  /// complete message.
  borrowing func send(_ frames: [[UInt8]], counting tally: SendTally) throws(ZMQError) {
    guard let last = frames.last else { return }
    let weight = frames.reduce(0) { $0 + $1.count + Self.frameWeight }
    for frame in frames.dropLast() { try send(frame, more: true) }
    var message = zmq_msg_t()
    let loan = Loan.lend(last, weight: weight, to: tally)
    guard zmq_msg_init_data(&message, loan.bytes, last.count, Loan.giveBack, loan.hint) == 0 else {
      let error = ZMQError("send")
      Loan.giveBack(loan.bytes, loan.hint)
      throw error
    }
    while zmq_msg_send(&message, handle, 0) < 0 {
      let error = ZMQError("send")
      guard error.code == EINTR else {
        zmq_msg_close(&message)
        throw error
      }
    }
  }

  /// Roughly what ZeroMQ keeps for each frame besides its bytes.
  private static var frameWeight: Int { 64 }
}

// MARK: Implementation

/// Memory that ZeroMQ has until it gives it back.
private final class Loan {
  private let weight: Int
  private let tally: SendTally

  private init(weight: Int, tally: SendTally) {
    self.weight = weight
    self.tally = tally
  }

  /// A copy of the bytes and a note about it, for ``giveBack``.
  static func lend(
    _ bytes: [UInt8], weight: Int, to tally: SendTally
  ) -> (bytes: UnsafeMutableRawPointer, hint: UnsafeMutableRawPointer) {
    tally.add(weight)
    let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
    bytes.withUnsafeBytes {
      if let source = $0.baseAddress { copy.copyMemory(from: source, byteCount: $0.count) }
    }
    return (copy, Unmanaged.passRetained(Loan(weight: weight, tally: tally)).toOpaque())
  }

  /// Ends a loan, on any thread.
  static let giveBack: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Void = {
    bytes, hint in
    bytes?.deallocate()
    guard let hint else { return }
    let loan = Unmanaged<Loan>.fromOpaque(hint).takeRetainedValue()
    loan.tally.remove(loan.weight)
  }
}

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

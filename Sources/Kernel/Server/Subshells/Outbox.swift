import Synchronization

/// Replies that wait to be sent by the thread that owns the socket; filled by any thread.
final class Outbox: Sendable {
  /// Rings when something is to be sent.
  let alarm: Alarm
  private let messages = Mutex<[[[UInt8]]]>([])

  init(alarm: Alarm) { self.alarm = alarm }

  /// Adds the frames of one message.
  func append(_ frames: [[UInt8]]) {
    messages.withLock { $0.append(frames) }
    alarm.ring()
  }

  /// Takes what is to be sent, in order, and silences the alarm.
  func take() -> [[[UInt8]]] {
    alarm.silence()
    return messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}

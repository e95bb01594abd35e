import Glibc
import Ground
import Synchronization

/// What is to be published, in order; filled by any thread, emptied by the iopub thread.
///
/// Text that follows text of the same request and stream joins it, so that a cell of many prints sends few messages.
/// The last text waits up to 50 ms for more; any later output sends it off.
///
/// Nothing is refused. Producers that can wait do so while the queue ``isFull``.
final class OutputQueue: Sendable {
  /// One message to publish.
  struct Entry: Sendable {
    let type: String
    let parent: [UInt8]
    var content: JSON
    var metadata: JSON = [:]
    var buffers: [[UInt8]] = []

    /// About how many bytes the message takes.
    var weight: Int {
      content.weight + metadata.weight + buffers.reduce(parent.count + 300) { $0 + $1.count }
    }
  }

  /// What the iopub thread is to do.
  struct Batch: Sendable {
    var entries: [Entry]
    /// How long the held text may wait, in milliseconds; nil where none is held.
    var wait: Int?
    /// Whether the queue was finished.
    var isLast: Bool
  }

  let alarm: Alarm
  private let limit: Int
  private let state = Mutex(State())
  private let weight = Atomic(0)

  /// Makes an empty queue that is full when about `limit` bytes are in it.
  init(alarm: Alarm, limit: Int = 32 << 20) {
    self.alarm = alarm
    self.limit = limit
  }

  /// Whether the readers are so far behind that producers should wait.
  var isFull: Bool { weight.load(ordering: .relaxed) >= limit }

  /// Appends a message.
  func append(_ entry: Entry) {
    weight.add(entry.weight, ordering: .relaxed)
    state.withLock {
      $0.closeText()
      $0.entries.append(entry)
    }
    alarm.ring()
  }

  /// Appends text of a stream ("stdout", "stderr").
  func append(_ text: String, stream: String, parent: [UInt8]) {
    weight.add(text.utf8.count, ordering: .relaxed)
    let isNew = state.withLock { $0.append(text, stream: stream, parent: parent) }
    if isNew { alarm.ring() }
  }

  /// Finishes the queue: nothing more is appended.
  func finish() {
    state.withLock { $0.isFinished = true }
    alarm.ring()
  }

  /// Takes what is ready; nothing, unless it is the last, where it `waits`.
  func take(waits: Bool = false) -> Batch {
    state.withLock { state in
      if waits, !state.isFinished { return Batch(entries: [], wait: nil, isLast: false) }
      if state.isFinished || state.openText.map({ $0.deadline <= Clock.milliseconds }) == true {
        state.closeText()
      }
      defer {
        state.entries = []
        weight.store(state.openText.map { $0.text.utf8.count } ?? 0, ordering: .relaxed)
      }
      return Batch(
        entries: state.entries, wait: state.openText.map { max(1, $0.deadline - Clock.milliseconds) },
        isLast: state.isFinished)
    }
  }

  // MARK: Implementation

  private struct Text {
    let stream: String
    let parent: [UInt8]
    var text: String
    let deadline: Int
  }

  private struct State {
    static let delay = 50
    static let sizeLimit = 65_536

    var entries: [Entry] = []
    var openText: Text?
    var isFinished = false

    mutating func closeText() {
      guard let open = openText else { return }
      openText = nil
      entries.append(
        Entry(
          type: "stream", parent: open.parent,
          content: ["name": .string(open.stream), "text": .string(open.text)]))
    }

    /// Joins the open text or opens a new one; true where the publisher has to be woken.
    mutating func append(_ text: String, stream: String, parent: [UInt8]) -> Bool {
      if openText?.stream == stream, openText?.parent == parent {
        openText?.text += text
        guard let open = openText, open.text.utf8.count >= Self.sizeLimit else { return false }
        closeText()
        return true
      }
      closeText()
      openText = Text(
        stream: stream, parent: parent, text: text, deadline: Clock.milliseconds + Self.delay)
      return true
    }
  }
}

import Ground

/// The requests that one thread has yet to answer, in order; filled by another thread.
final class RequestQueue: Sendable {
  /// All requests that a queue had been given at some moment.
  struct Mark: Sendable {
    let queue: RequestQueue
    let count: Int
  }

  private struct State: Sendable {
    /// What waits, the last first, and behind it what has come since; so neither end is moved about.
    var next: [(message: Message, predecessors: Mark?)] = []
    var messages: [(message: Message, predecessors: Mark?)] = []
    var given = 0
    var answered = 0
    /// When the request that is being answered was begun, in milliseconds; nil between two.
    var began: Int?
    var isClosed = false

    mutating func removeFirst() -> (message: Message, predecessors: Mark?)? {
      if next.isEmpty {
        next = messages.reversed()
        messages = []
      }
      return next.popLast()
    }
  }

  private let state = Monitor(State())

  /// All that the queue has been given until now.
  var mark: Mark { state.withLock { Mark(queue: self, count: $0.given) } }

  /// Appends a request, together with the requests of another queue that came before it; false where the queue was
  /// closed.
  func append(_ message: Message, after predecessors: Mark? = nil) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.messages.append((message, predecessors))
      state.given += 1
      return true
    }
  }

  /// Waits for the next request; nil where the queue was closed and is empty. Until the next call it is being answered.
  func next() -> (message: Message, predecessors: Mark?)? {
    state.withLock { state in
      if state.began != nil { state.answered += 1 }
      state.began = nil
    }
    let next = state.wait { state -> (message: Message, predecessors: Mark?)?? in
      guard let first = state.removeFirst() else { return state.isClosed ? .some(nil) : nil }
      state.began = Clock.milliseconds
      return first
    }
    return next ?? nil
  }

  /// Waits until nothing has come for so many milliseconds, and takes out all requests of a type.
  func removeAll(type: String, quietFor milliseconds: Int) -> [Message] {
    var given = state.withLock { $0.given }
    while let more = state.wait(milliseconds: milliseconds, for: { $0.given > given ? $0.given : nil }) {
      given = more
    }
    return state.withLock { state in
      let removed = (state.next.reversed() + state.messages).map(\.message).filter { $0.header.type == type }
      state.next.removeAll { $0.message.header.type == type }
      state.messages.removeAll { $0.message.header.type == type }
      state.answered += removed.count
      return removed
    }
  }

  /// Takes no more requests; those that wait are still given out, unless they are dropped.
  func close(dropping: Bool) {
    state.withLock { state in
      state.isClosed = true
      if dropping { (state.next, state.messages) = ([], []) }
    }
  }
}

extension RequestQueue.Mark {
  /// Waits until all these requests are answered, or one of them has taken longer than `patience` milliseconds.
  func wait(patience: Int? = nil) { queue.wait(for: count, patience) }
}

extension RequestQueue {
  // MARK: Implementation

  fileprivate func wait(for count: Int, _ patience: Int?) {
    while true {
      let rest = state.withLock { state in
        patience.map { $0 - (state.began.map { Clock.milliseconds - $0 } ?? 0) }
      }
      if let rest, rest <= 0 { return }
      let isDone = state.wait(milliseconds: rest) { $0.answered >= count || $0.isClosed ? true : nil }
      if isDone != nil { return }
    }
  }
}

import Ground
import Synchronization

/// What a person's moves of controls run again: the interactions of a session, and which of them wait to be run.
///
/// Unchecked `Sendable`: `known` and `made` are touched by the thread that has the session's turns alone; all else is behind
/// the lock.
package final class Interactions: @unchecked Sendable {
  /// How many interactions stay alive; where there are more, the oldest one does nothing any more.
  package static let maximumCount = 100

  private struct State {
    var waiting: [Int] = []
    var running: [Int: Cancellation] = [:]
    var tell: @Sendable () -> Void = {}
  }

  private let state = Mutex(State())
  private var known: [(id: Int, interaction: Interaction)] = []
  private var made = 0

  /// Says whom to tell, on any thread, when an interaction waits to be run.
  func whenAsked(_ tell: @escaping @Sendable () -> Void) { state.withLock { $0.tell = tell } }

  /// Whether an interaction waits to be run.
  var hasWork: Bool { state.withLock { !$0.waiting.isEmpty } }

  /// Adds an interaction and gives it its number.
  package func add(_ interaction: Interaction) -> Int {
    made += 1
    known.append((made, interaction))
    if known.count > Self.maximumCount { known.removeFirst() }
    return made
  }

  /// Asks for an interaction to be run again; for any thread. A run of it that is under way is stopped, because its values
  /// are old, and begins anew.
  package func ask(for id: Int) {
    let tell = state.withLock { state -> (@Sendable () -> Void)? in
      if let running = state.running[id] {
        running.cancel()
        return nil
      }
      if !state.waiting.contains(id) { state.waiting.append(id) }
      return state.tell
    }
    tell?()
  }

  /// Takes the next interaction that waits.
  package func next() -> Interaction? {
    guard let id = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) else { return nil }
    return known.first { $0.id == id }?.interaction
  }

  /// Lets nothing wait any more.
  func forgetWork() { state.withLock { $0.waiting = [] } }

  /// Runs an interaction with a cancellation that a move makes; anew, as long as moves stop it.
  ///
  /// - Parameter body: one run.
  /// - Throws: what `body` throws, unless a move has stopped it.
  package func run<Result>(
    _ id: Int, within outer: Cancellation, _ body: (Cancellation) throws -> Result
  ) throws -> Result {
    while true {
      let cancellation = Cancellation(following: outer) {}
      state.withLock { $0.running[id] = cancellation }
      let result = Swift.Result { try body(cancellation) }
      let isOver = outer.isCancelled
      // A dream that was stopped returns what it has reached, so the result does not tell.
      let (beginsAnew, tell) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
        let isMoved = cancellation.wasCancelledItself
        if isMoved, !isOver { return (true, nil) }
        state.running[id] = nil
        // An interrupt ends what waits, too; but a move that came with it is not lost.
        if isOver { state.waiting = isMoved ? [id] : [] }
        return (false, isMoved ? state.tell : nil)
      }
      tell?()
      if !beginsAnew { return try result.get() }
    }
  }
}

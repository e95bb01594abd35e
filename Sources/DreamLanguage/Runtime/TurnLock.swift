import Glibc
import Ground
import Synchronization

/// Who may touch the variables of a session: of all threads one at a time has the turn.
///
/// The rule of sharing, as a reader of the language needs it:
///
/// - A cell has the turn while it runs. Cells of several threads take turns: before a statement, and after a step of a
///   dream, a cell that has had its turn for ``turn`` milliseconds lets the others go first. So what one statement does
///   is never mixed with what another does, and the engine never runs twice at once.
/// - Who only looks at the variables (completion, inspection) waits for no turn: a running cell lets all of them look
///   before each statement and at each poll of its cancellation, at least once per operation of a network. What takes
///   long without polling runs ``withoutTurn(_:)``.
///
/// Nothing else is locked in a session, so nobody can wait in a circle.
package final class TurnLock: Sendable {
  /// How long a cell goes on while others wait for their turn, in milliseconds.
  static let turn = 5

  private struct State: Sendable {
    /// Whether somebody has the turn.
    var isTaken = false
    /// The cells that run or want to, by their numbers; it is the first one's turn.
    var runners: [Int] = []
    var numbersGiven = 0
    var turnBegan = 0
  }

  private let state = Monitor(State())
  /// The thread of the cell that has the turn, 0 where none has.
  private let runner = Atomic<UInt>(0)
  /// How many wait to look; changed under the lock of `state`, read without.
  private let lookers = Atomic<Int>(0)
  /// How many cells wait for their turn; changed under the lock of `state`, read without.
  private let waiting = Atomic<Int>(0)

  /// Runs a cell when it is its turn. On the thread of a cell that has the turn already, runs at once.
  ///
  /// - Returns: what `body` returns, or nil where stopping was asked for before its turn came.
  package func run<Result>(unless cancellation: Cancellation, _ body: () -> Result) -> Result? {
    if isRunner { return body() }
    let number = state.withLock { state in
      state.numbersGiven += 1
      state.runners.append(state.numbersGiven)
      waiting.add(1, ordering: .relaxed)
      return state.numbersGiven
    }
    while !begin(number, milliseconds: Self.patience) {
      guard cancellation.isCancelled else { continue }
      state.withLock { state in
        state.runners.removeAll { $0 == number }
        waiting.subtract(1, ordering: .relaxed)
      }
      return nil
    }
    defer {
      runner.store(0, ordering: .relaxed)
      state.withLock {
        $0.isTaken = false
        $0.runners.removeFirst()
      }
    }
    return body()
  }

  /// Looks at the variables between two moments of whatever runs; `body` is to be short.
  package func look<Result>(_ body: () -> Result) -> Result {
    if isRunner { return body() }
    _ = state.withLock { _ in lookers.add(1, ordering: .relaxed) }
    _ = state.wait { state -> Bool? in
      guard !state.isTaken else { return nil }
      state.isTaken = true
      lookers.subtract(1, ordering: .relaxed)
      return true
    }
    defer { state.withLock { $0.isTaken = false } }
    return body()
  }

  /// Lets those look who wait to; for the cell that has the turn, wherever its variables are whole. Other threads may
  /// call it, too: nothing happens.
  func letOthersLook() {
    guard lookers.load(ordering: .relaxed) > 0, isRunner else { return }
    withoutTurn {}
  }

  /// Lets other cells go first whose turn it is; for the cell that has the turn, where the engine rests.
  package func takeTurns() {
    letOthersLook()
    guard waiting.load(ordering: .relaxed) > 0, isRunner else { return }
    let number: Int? = state.withLock { state in
      guard Clock.milliseconds - state.turnBegan >= Self.turn, let number = state.runners.first else {
        return nil
      }
      state.runners.removeFirst()
      state.runners.append(number)
      state.isTaken = false
      waiting.add(1, ordering: .relaxed)
      runner.store(0, ordering: .relaxed)
      return number
    }
    if let number { _ = begin(number, milliseconds: nil) }
  }

  /// Does what touches no variables, and lets others look meanwhile. No other cell runs.
  package func withoutTurn<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    guard isRunner else { return try body() }
    runner.store(0, ordering: .relaxed)
    state.withLock { $0.isTaken = false }
    defer {
      _ = state.wait { state in take(&state) ? true : nil }
      runner.store(Self.thread, ordering: .relaxed)
    }
    return try body()
  }

  // MARK: Implementation

  /// How often a cell that waits for its turn looks whether it was asked to stop, in milliseconds.
  private static let patience = 20

  private static var thread: UInt { UInt(pthread_self()) }

  private var isRunner: Bool { runner.load(ordering: .relaxed) == Self.thread }

  /// Waits for a cell's turn; false where the time was over first.
  private func begin(_ number: Int, milliseconds: Int?) -> Bool {
    let isTurn = state.wait(milliseconds: milliseconds) { state -> Bool? in
      guard state.runners.first == number, take(&state) else { return nil }
      waiting.subtract(1, ordering: .relaxed)
      state.turnBegan = Clock.milliseconds
      return true
    }
    guard isTurn != nil else { return false }
    runner.store(Self.thread, ordering: .relaxed)
    return true
  }

  /// Takes the turn where it is free and nobody waits to look.
  private func take(_ state: inout State) -> Bool {
    guard !state.isTaken, lookers.load(ordering: .relaxed) == 0 else { return false }
    state.isTaken = true
    return true
  }
}

import Foundation
import Ground
import Synchronization
import TestSupport
import Testing

@testable import DreamLanguage

/// Several threads in one session.
@Suite struct TurnLockTests {
  final class Count: Sendable { let value = Atomic(0) }

  /// Runs the bodies on threads of their own and waits for all.
  func inParallel(_ bodies: [@Sendable () -> Void]) async {
    await withCheckedContinuation { continuation in
      let left = Count()
      left.value.store(bodies.count, ordering: .relaxed)
      for body in bodies {
        let thread = Thread {
          body()
          if left.value.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { continuation.resume() }
        }
        thread.stackSize = 16 << 20
        thread.start()
      }
    }
  }

  @discardableResult
  func run(_ code: String, in session: Session, _ cancellation: Cancellation = Cancellation()) -> Outcome {
    session.execute(code, sink: RecordingSink(), cancellation: cancellation)
  }

  @Test func cellsTakeTurnsWithoutLosingAnything() async {
    let session = Session()
    run("xs = []\nn = 0", in: session)
    await inParallel(
      (0..<4).map { _ in
        { @Sendable in
          for _ in 0..<50 { run("xs.append(1)\nn += 1\nfor i in range(20):\n  xs.append(i)", in: session) }
        }
      })
    let outcome = run("assert n == 200 and len(xs) == 200 * 21", in: session)
    #expect(outcome.failure == nil)
  }

  @Test func aLoopLetsOthersRunAndLook() async {
    let session = Session()
    let stop = Cancellation()
    let seen = Count()
    await inParallel([
      { _ = run("while True: busy = 1", in: session, stop) },
      {
        while session.complete("bus", cursor: 3).matches.isEmpty {}
        let value = session.evaluate("busy + 1", cancellation: Cancellation())
        if case .success = value, session.inspect("busy", cursor: 2, detail: 0) != nil {
          seen.value.add(1, ordering: .relaxed)
        }
        stop.cancel()
      },
    ])
    #expect(seen.value.load(ordering: .relaxed) == 1)
  }

  @Test func whoWaitsForItsTurnCanBeInterrupted() async {
    let turns = TurnLock()
    let cancellation = Cancellation()
    let (began, ended) = (Count(), Count())
    await inParallel([
      {
        _ = turns.run(unless: Cancellation()) {
          began.value.store(1, ordering: .releasing)
          while ended.value.load(ordering: .acquiring) == 0 { usleep(1000) }
        }
      },
      {
        while began.value.load(ordering: .acquiring) == 0 { usleep(1000) }
        cancellation.cancel()
        let result = turns.run(unless: cancellation) { true }
        ended.value.store(result == nil ? 1 : 2, ordering: .releasing)
      },
    ])
    #expect(ended.value.load(ordering: .relaxed) == 1)
  }

  @Test func nobodyRunsWhileACellIsAside() async {
    let turns = TurnLock()
    let order = Mutex<[String]>([])
    let aside = Count()
    let note = { @Sendable (word: String) in order.withLock { $0.append(word) } }
    await inParallel([
      {
        _ = turns.run(unless: Cancellation()) {
          turns.withoutTurn {
            aside.value.store(1, ordering: .releasing)
            while order.withLock({ $0.isEmpty }) { usleep(1000) }
            usleep(20_000)
          }
          note("cell")
        }
      },
      {
        while aside.value.load(ordering: .acquiring) == 0 { usleep(1000) }
        turns.look { note("look") }
        _ = turns.run(unless: Cancellation()) { note("other cell") }
      },
    ])
    #expect(order.withLock { $0 } == ["look", "cell", "other cell"])
  }

  @Test func aRunningCellMayLookItself() {
    let turns = TurnLock()
    #expect(turns.run(unless: Cancellation()) { turns.look { 7 } } == 7)
  }
}

import Ground
import Synchronization

/// The executions that run or wait for their turn, so that other threads can interrupt them.
final class Executions: Sendable {
  private let running = Mutex<[ObjectIdentifier: Cancellation]>([:])

  /// Runs `body` with a cancellation of its own that an interrupt reaches.
  func run<Result>(_ body: (Cancellation) -> Result) -> Result {
    let cancellation = Cancellation()
    let id = ObjectIdentifier(cancellation)
    running.withLock { $0[id] = cancellation }
    defer { running.withLock { $0[id] = nil } }
    return body(cancellation)
  }

  /// Asks all running executions to stop.
  func interrupt() { running.withLock { $0.values.forEach { $0.cancel() } } }
}

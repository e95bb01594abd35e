import DreamKit
import Synchronization

/// The execution that runs now, for those who may interrupt it from other threads.
final class Execution: Sendable {
  private let running = Mutex<Cancellation?>(nil)

  /// Begins an execution with a cancellation of its own.
  func begin() -> Cancellation {
    let cancellation = Cancellation()
    running.withLock { $0 = cancellation }
    return cancellation
  }

  /// Ends the execution; interrupts have nothing to reach until the next one.
  func end() { running.withLock { $0 = nil } }

  /// Asks the running execution to stop; without one, nothing happens.
  func interrupt() { running.withLock { $0?.cancel() } }
}

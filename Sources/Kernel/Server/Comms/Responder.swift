import Ground
import Interpreting
import Synchronization

/// Lets the interpreter run what changes of controls ask for, on a thread of its own: the threads that receive the
/// changes stay free for the next one while the work for the last one continues. The thread lives as long as there is
/// work.
final class Responder: Sendable {
  private struct State {
    var isAsked = false
    var isRunning = false
  }

  private let interpreter: any Interpreter
  private let executions: Executions
  private let state = Mutex(State())

  /// Makes a responder; interrupts reach its work through `executions`.
  init(interpreter: any Interpreter, executions: Executions) {
    self.interpreter = interpreter
    self.executions = executions
  }

  /// Lets the interpreter respond, soon; for any thread.
  func ask() {
    let begins = state.withLock { state in
      state.isAsked = true
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard begins else { return }
    do throws(KernelError) {
      _ = try KernelThread("controls", stack: KernelServer.evaluationStack) { [self] in
        while takeWork() { executions.run { interpreter.respond(cancellation: $0) } }
      }
    } catch {
      state.withLock { $0.isRunning = false }
      StandardError.write("dreamkit: \(error)")
    }
  }

  // MARK: Implementation

  /// Whether there is work; where there is none, the thread counts as ended.
  private func takeWork() -> Bool {
    state.withLock { state in
      state.isRunning = state.isAsked
      state.isAsked = false
      return state.isRunning
    }
  }
}

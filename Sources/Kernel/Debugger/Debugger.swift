import Ground
import Interpreting

/// A debugger of cells that speaks the Debug Adapter Protocol, as Jupyter carries it in `debug_request` and
/// `debug_event`.
///
/// It watches a session as its observer: at a breakpoint the evaluating thread waits in ``reaches(_:)`` until a request
/// resumes it, or until the cell is interrupted. Requests come from another thread and are answered at once, except
/// `evaluate`, which waits for the evaluating thread. The debugger knows no sockets: events go to the closure it is made
/// with.
///
/// Who wants both the floor of the session and the debugger's own lock takes the floor first.
package final class Debugger: Sendable {
  /// What the debugger knows, behind its lock.
  let state: Monitor<DebuggerState>
  private let session: any DebuggableInterpreter

  /// Makes a debugger of a session; `publish` is called with each event, on any thread, and returns at once.
  package init(_ session: any DebuggableInterpreter, publish: @escaping @Sendable (JSON) -> Void) {
    state = Monitor(DebuggerState(session, publish: publish))
    self.session = session
    session.observer = self
  }

  /// Answers a request of the protocol with its response.
  package func answer(_ request: JSON) -> JSON {
    let command = request["command"]?.string ?? ""
    var response: [String: JSON] = [
      "type": "response", "request_seq": request["seq"] ?? 0, "command": .string(command),
      "seq": .int(state.withLock { $0.nextNumber() }),
    ]
    do throws(DebuggerError) {
      response["body"] = try perform(command, request["arguments"] ?? [:])
      response["success"] = true
    } catch {
      response["body"] = [:]
      response["success"] = false
      response["message"] = .string(error.description)
    }
    return .object(response)
  }

  // MARK: Implementation

  /// How long an evaluation may take, in milliseconds: meanwhile no other request is answered.
  private static let evaluationTime = 3000

  private func perform(_ command: String, _ arguments: JSON) throws(DebuggerError) -> JSON {
    if command == "evaluate" { return try evaluate(arguments) }
    if let request = DebuggerState.requests[command] {
      return try state.withLock { state in
        Result { () throws(DebuggerError) -> JSON in
          try state.checkStarted(for: command)
          return try request(&state, arguments)
        }
      }.get()
    }
    guard let request = DebuggerState.looks[command] else {
      throw DebuggerError("The debugger does not know '\(command)'.")
    }
    return try session.look { globals in
      state.withLock { state in
        Result { () throws(DebuggerError) -> JSON in
          try state.checkStarted(for: command)
          return try request(&state, arguments, globals)
        }
      }
    }.get()
  }

  /// Evaluates code in a frame of the cell that is held, for a few seconds at the most.
  private func evaluate(_ arguments: JSON) throws(DebuggerError) -> JSON {
    guard let code = arguments["expression"]?.string else {
      throw DebuggerError("The request needs 'expression'.")
    }
    let asked = state.withLock { $0.ask(for: code, frame: arguments["frameId"]?.int) }
    guard let evaluation = asked else {
      throw DebuggerError("Code is evaluated in a frame, so a cell has to be held at a breakpoint.")
    }
    func wait(_ milliseconds: Int) -> DebuggerState.Evaluated? {
      state.wait(milliseconds: milliseconds) { $0.takeEvaluated(evaluation) }
    }
    var evaluated = wait(Self.evaluationTime)
    if evaluated == nil {
      evaluation.cancellation.cancel()
      evaluated = wait(1000)
    }
    guard let evaluated else {
      state.withLock { $0.evaluation = nil }
      throw DebuggerError("This takes too long to evaluate at a breakpoint.")
    }
    return try evaluated.get()
  }
}

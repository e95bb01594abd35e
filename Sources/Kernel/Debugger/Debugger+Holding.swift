import Interpreting

/// What the evaluating thread does: it looks for breakpoints, and waits at them.
extension Debugger: StatementObserver {
  /// Notes the cell; where no frontend has attached, it is not watched.
  package func cellBegins() -> Bool {
    state.withLock { state in
      guard state.isStarted else { return false }
      state.cells += 1
      if state.held == nil { state.references = VariableReferences() }
      return true
    }
  }

  /// Forgets the last step.
  package func cellEnds() {
    state.withLock {
      $0.cells -= 1
      $0.stepping = .running
      $0.last = LastStatement()
    }
  }

  /// Waits where a breakpoint or a step holds the cell.
  package func reaches(_ trace: any ExecutionTrace) {
    guard let reason = state.withLock({ $0.reasonToHold(trace) }) else { return }
    switch reason {
    case .step(let name): hold(trace, ["reason": .string(name)])
    case .breakpoint(let breakpoint):
      guard let condition = breakpoint.condition else { return hold(trace, ["reason": "breakpoint"]) }
      do throws(Failure) {
        if try trace.holds(condition) { hold(trace, ["reason": "breakpoint"]) }
      } catch {
        let text = "The condition '\(condition)' of the breakpoint has no truth: \(error.message)"
        hold(trace, ["reason": "breakpoint", "description": .string(text), "text": .string(text)])
      }
    }
  }

  /// Waits where errors hold the cell.
  package func fails(_ trace: any ExecutionTrace, _ failure: Failure) {
    guard state.withLock({ $0.isStarted && $0.holdsErrors }) else { return }
    let text = JSON.string("\(failure.name): \(failure.message)")
    hold(trace, ["reason": "exception", "description": text, "text": .string(failure.name)])
  }

  // MARK: Implementation

  /// What a thread that is held does next.
  fileprivate enum Task {
    case evaluate(Evaluation)
    case goOn
  }

  /// How often a thread that is held looks whether it is interrupted, in milliseconds.
  private static let patience = 10

  /// Holds the evaluating thread until it is let go or interrupted; meanwhile it evaluates what it is asked to.
  private func hold(_ trace: any ExecutionTrace, _ reason: [String: JSON]) {
    guard !trace.isInterrupted else { return }
    state.withLock { $0.hold(trace, reason) }
    var begun: Evaluation?
    while true {
      let task: Task? = trace.withoutTurn {
        state.wait(milliseconds: Self.patience) { $0.task(for: trace, after: begun) }
      }
      switch task {
      case .goOn: return
      case .evaluate(let evaluation):
        begun = evaluation
        evaluate(evaluation, in: trace)
      case nil:
        guard trace.isInterrupted else { continue }
        return state.withLock { if $0.held === trace { try? $0.release(.running) } }
      }
    }
  }

  private func evaluate(_ evaluation: Evaluation, in trace: any ExecutionTrace) {
    let outcome = trace.evaluate(evaluation.code, in: evaluation.frame, cancellation: evaluation.cancellation)
    state.withLock { state in
      switch outcome {
      case .success(let variable?):
        var body = state.describe(variable).object ?? [:]
        body["result"] = body.removeValue(forKey: "value")
        state.finish(evaluation, .success(.object(body)))
      case .success(nil):
        state.finish(evaluation, .success(["result": "", "type": "NoneType", "variablesReference": 0]))
      case .failure(let failure):
        state.finish(evaluation, .failure(DebuggerError("\(failure.name): \(failure.message)")))
      }
    }
  }
}

extension DebuggerState {
  /// Why a cell is held.
  fileprivate enum Reason {
    case breakpoint(Breakpoint)
    case step(String)
  }

  /// Why to hold before a statement, or nil.
  fileprivate mutating func reasonToHold(_ trace: any ExecutionTrace) -> Reason? {
    guard isStarted else { return nil }
    let depth = trace.depth
    let frame = trace[depth - 1]
    let path = name(frame, of: trace)
    let line = frame.line
    let isNewLine = last.advance(depth: depth, path: path, line: line, offset: frame.offset)
    if isNewLine, let breakpoint = breakpoints[path]?.first(where: { $0.line == line }) {
      return .breakpoint(breakpoint)
    }
    guard stepping.holds(depth: depth, isNewLine: isNewLine) else { return nil }
    return .step(stepping == .pausing ? "pause" : "step")
  }

  /// The name of a frame's cell, found once for each frame.
  private mutating func name(_ frame: any StackFrame, of trace: any ExecutionTrace) -> String {
    if let name = frame.note { return name }
    let name = sources.add(frame.code)
    trace.note(name)
    return name
  }

  /// What a cell that is held does next; nil while it waits.
  fileprivate func task(for trace: any ExecutionTrace, after begun: Evaluation?) -> Debugger.Task? {
    if held !== trace { return .goOn }
    if let evaluation, evaluation !== begun { return .evaluate(evaluation) }
    return nil
  }
}

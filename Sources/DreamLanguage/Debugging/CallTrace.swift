import Ground

/// Where a cell is while it runs: the cell itself and the functions that have called one another.
///
/// Unchecked `Sendable`: like all variables it is touched by the thread that has the turn alone.
package final class CallTrace: ExecutionTrace, @unchecked Sendable {
  /// A function that runs, or the cell.
  package struct Frame: StackFrame {
    /// The function's name; "cell" for the cell itself.
    package let name: String
    /// What the observer has noted about the frame.
    package fileprivate(set) var note: String?
    package let source: SourceText
    let scope: Scope
    package fileprivate(set) var range: SourceRange

    /// The text of the cell that the frame's statements stand in.
    package var code: String { source[source.range] }
    /// The line of the statement that is about to run, counted from 1.
    package var line: Int { source.line(at: range.start) + 1 }
    /// The first code point of the statement in its line, counted from 1.
    package var column: Int { source.column(at: range.start) + 1 }
    /// The offset of the statement in its cell, in bytes.
    package var offset: Int { range.start }
  }

  /// The cell and the functions in it, the innermost last; never empty while a cell is watched.
  private var frames: [Frame]
  /// The number of frames.
  package var depth: Int { frames.count }
  /// A frame, the cell's being 0.
  package subscript(frame: Int) -> any StackFrame { frames[frame] }
  /// Whether the cell has been asked to stop.
  package var isInterrupted: Bool { execution.cancellation.isCancelled }

  private let execution: Execution
  private unowned let observer: any StatementObserver
  private var hasFailed = false

  /// Begins with the cell; nil where the observer does not want to watch it.
  package init?(of execution: Execution, source: SourceText, for observer: any StatementObserver) {
    guard observer.cellBegins() else { return nil }
    self.execution = execution
    self.observer = observer
    frames = [
      Frame(name: "cell", source: source, scope: execution.globals, range: SourceRange(start: 0, end: 0))
    ]
  }

  /// Waits, or does anything else that touches no variables, and lets others look at them meanwhile.
  package func withoutTurn<Result>(_ body: () -> Result) -> Result { execution.turns.withoutTurn(body) }

  /// A request to stop what is evaluated in the midst of the cell; an interrupt of the cell stops it, too.
  package func makeCancellation() -> Cancellation {
    Cancellation(following: execution.cancellation) {}
  }

  /// Remembers something about the innermost frame.
  package func note(_ text: String) {
    if !frames.isEmpty { frames[frames.count - 1].note = text }
  }

  /// The scopes of a frame, the nearest first: of a function its own names and those around it; at last the session's.
  package func scopes(of frame: Int) -> [any InspectableScope] {
    guard frames.indices.contains(frame) else { return [] }
    var scopes: [any InspectableScope] = []
    var next: Scope? = frames[frame].scope
    while let scope = next {
      next = scope.parent
      let name = next == nil ? "Globals" : scopes.isEmpty ? "Locals" : "Enclosing"
      scopes.append(VariableScope(name: name, scope: scope, table: execution.table))
    }
    return scopes
  }

  /// Runs code with the names of a frame, on the thread that evaluates; it puts out where the cell does.
  ///
  /// - Returns: the value of the last expression, or nil where it has none.
  package func evaluate(
    _ code: String, in frame: Int, cancellation: Cancellation
  ) -> Result<(any InspectableVariable)?, Failure> {
    let source = SourceText(code)
    do {
      let inner = Execution(within: execution, cancellation: cancellation)
      let evaluator = Evaluator(inner, source: source)
      if frames.indices.contains(frame) { evaluator.scope = frames[frame].scope }
      let value = try evaluator.run(try Parser.parse(source))
      return .success(value.map { Variable(code, $0, execution.table) })
    } catch {
      return .failure(Diagnostic(describing: error).failure(in: source, colours: false))
    }
  }

  /// Whether an expression holds in the innermost frame.
  ///
  /// - Throws: ``Failure`` where it has no truth.
  package func holds(_ condition: String) throws(Failure) -> Bool {
    let code = "True if (\(condition)) else False"
    switch evaluate(code, in: frames.count - 1, cancellation: execution.cancellation) {
    case .success(let variable): return variable?.text == "True"
    case .failure(let failure): throw failure
    }
  }

  /// Binds a name of the session to the value of a variable of a frame; false where the frame has no such variable.
  package func copyToGlobals(_ name: String, of frame: Int, as copy: String) -> Bool {
    var next = frames.indices.contains(frame) ? frames[frame].scope : nil
    while let scope = next {
      if let value = scope.values[name] {
        execution.globals.bind(copy, to: value)
        return true
      }
      next = scope.parent
    }
    return false
  }

  // MARK: What the evaluator tells

  /// A function is about to run.
  package func enter(_ name: String, source: SourceText, scope: Scope) {
    frames.append(Frame(name: name, source: source, scope: scope, range: SourceRange(start: 0, end: 0)))
  }

  /// The function that was entered last has returned or failed.
  package func leave() { frames.removeLast() }

  /// A statement of the innermost frame is about to run.
  func reach(_ statement: Statement) {
    frames[frames.count - 1].range = statement.range
    observer.reaches(self)
  }

  /// An error leaves the innermost frame.
  func fail(_ error: Diagnostic) {
    guard !hasFailed, error.kind != .interrupted, let frame = frames.last else { return }
    hasFailed = true
    observer.fails(self, error.failure(in: frame.source, colours: false))
  }
}

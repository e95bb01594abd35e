/// Evaluates a cell's syntax tree.
///
/// Its parts: statements, expressions, calls, assignments, each in a file of its own.
package final class Evaluator {
  /// How deeply functions may call one another.
  static let maximumCalls = 800

  package let execution: Execution
  /// The text that ranges count in: the cell, or the cell a called function was defined in.
  package var source: SourceText
  /// The names in reach.
  var scope: Scope
  var callDepth = 0
  /// Who is told about statements and calls, where anybody watches.
  let trace: CallTrace?

  /// Prepares a run.
  package init(_ execution: Execution, source: SourceText, trace: CallTrace? = nil) {
    self.execution = execution
    self.source = source
    self.trace = trace
    scope = execution.globals
    execution.call = { [unowned self] callee, arguments in try self.call(callee, arguments, at: nil) }
  }

  /// Runs a cell and returns the value of its last expression, or nil where it has none.
  ///
  /// - Throws: ``Diagnostic``, placed in the text.
  package func run(_ tree: SyntaxTree) throws(Diagnostic) -> Value? {
    do {
      for statement in tree.statements.dropLast() { _ = try execute(statement) }
      guard let last = tree.statements.last else { return nil }
      let result = try value(of: last)
      try execution.poll()
      return tree.isQuiet ? nil : result
    } catch {
      let diagnostic = diagnostic(of: error, at: nil)
      trace?.fail(diagnostic)
      throw diagnostic
    }
  }

  /// Runs a cell's last statement; its value is the cell's, where it has one.
  private func value(of statement: Statement) throws -> Value? {
    switch statement.kind {
    case .expression(let expression):
      trace?.reach(statement)
      try execution.poll()
      return try evaluate(expression)
    case .timed(let body):
      return try timing {
        for statement in body.dropLast() { _ = try execute(statement) }
        return try body.last.flatMap { try value(of: $0) }
      }
    default:
      _ = try execute(statement)
      return nil
    }
  }

  /// An error at a place in the text that runs.
  package func failure(
    _ kind: Diagnostic.Kind, _ message: String, hint: String? = nil, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(kind, message, hint: hint, at: range).placed(at: nil, in: source)
  }

  /// Any error as the language's own, placed where it has no place yet.
  package func diagnostic(of error: any Error, at range: SourceRange?) -> Diagnostic {
    Diagnostic(describing: error).placed(at: range, in: source)
  }
}

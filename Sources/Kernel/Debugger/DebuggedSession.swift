import DreamLanguage

/// What the debugger asks of a language.
package protocol DebuggedSession: AnyObject, Sendable {
  /// Who watches the cells while they run; set before the first one.
  var observer: (any StatementObserver)? { get set }
  /// Looks at the variables from any thread.
  func look<Result>(_ body: (VariableScope) -> Result) -> Result
}

extension Session: DebuggedSession {}

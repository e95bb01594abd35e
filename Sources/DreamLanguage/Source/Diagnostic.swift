/// What is wrong in a cell: the one error of the language.
package struct Diagnostic: Error, Equatable {
  /// The classes of errors.
  package typealias Kind = ExceptionType

  /// A call of a function that an error has passed on its way out.
  package struct Call {
    /// The function's name.
    package let name: String
    /// Where it was called; nil where a command called it.
    package let range: SourceRange?
    /// The cell that the call stands in.
    package let source: SourceText
  }

  /// The class.
  package var kind: Kind
  /// One sentence: what is wrong.
  package var message: String
  /// What to do about it, where the message does not say it.
  package var hint: String?
  /// Where it is wrong.
  package var range: SourceRange?
  /// The cell that `range` counts in, where it is not the one that runs.
  package var source: SourceText?
  /// The calls that it has passed, the innermost first.
  var calls: [Call] = []
  /// Whether more text could make it right: an open bracket, a block that is still to come.
  var isIncomplete = false

  /// Describes an error.
  package init(_ kind: Kind, _ message: String, hint: String? = nil, at range: SourceRange? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.range = range
  }

  /// The same error, at a place where it has none yet.
  func placed(at range: SourceRange?, in source: SourceText) -> Diagnostic {
    var copy = self
    if copy.range == nil { copy.range = range }
    if copy.source == nil, copy.range != nil { copy.source = source }
    return copy
  }

  /// The message and the hint.
  package var sentence: String { hint.map { "\(message) \($0)" } ?? message }

  package static func == (a: Diagnostic, b: Diagnostic) -> Bool {
    a.kind == b.kind && a.message == b.message && a.hint == b.hint && a.range == b.range
  }
}

/// The smallest piece of source text with a meaning.
struct Token: Equatable, Sendable {
  /// What it is.
  enum Kind: Equatable, Sendable {
    case name(String)
    case keyword(String)
    case int(Int)
    case float(Double)
    case string([StringPiece])
    /// An operator, a bracket or a separator, as written.
    case op(String)
    case newline
    case indent
    case dedent
    case end
  }

  var kind: Kind
  var range: SourceRange

  /// The token as an error message names it.
  var description: String {
    switch kind {
    case .name(let text), .keyword(let text), .op(let text): "'\(text)'"
    case .int, .float: "a number"
    case .string: "a string"
    case .newline: "the end of the line"
    case .indent: "an indented line"
    case .dedent: "the end of the block"
    case .end: "the end of the cell"
    }
  }

  /// The words that cannot be names.
  static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ]
}

/// A part of a string: text, or in an f-string a place to fill.
package indirect enum StringPiece: Equatable, Sendable {
  case text(String)
  /// An expression in braces: where it stands, `!r`, `!s` or `!a`, what follows the colon, and the text `{x=}` prints.
  case field(expression: SourceRange, conversion: Character?, format: [StringPiece], label: String?)
}

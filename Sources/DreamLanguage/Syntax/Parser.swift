/// Builds the syntax tree of a cell by recursive descent.
///
/// Nesting is limited, so that no text, however hostile, can exhaust the stack.
struct Parser {
  /// How deeply brackets, blocks and operators may be nested.
  static let maximumNesting = 100
  /// How many operators may follow one another at one level.
  static let maximumChain = 500

  let source: SourceText
  /// What to say where a program uses statements that are not there.
  let hints: any Hints
  private let tokens: [Token]
  private(set) var index = 0
  private var depth = 0
  /// How many functions and loops are around the place that is parsed.
  var functionDepth = 0
  var loopDepth = 0

  /// Cuts the text into tokens.
  init(_ source: SourceText, hints: any Hints = NoHints()) throws(Diagnostic) {
    var lexer = Lexer(source)
    self.source = source
    self.hints = hints
    tokens = try lexer.tokens()
  }

  /// Parses a whole cell.
  static func parse(_ source: SourceText, hints: any Hints = NoHints()) throws(Diagnostic) -> SyntaxTree {
    var parser = try Parser(source, hints: hints)
    return try parser.parseCell()
  }

  /// Parses text that must be one expression.
  static func parseExpression(_ source: SourceText) throws(Diagnostic) -> Expression {
    try parseExpression(source.range, of: source, depth: 0)
  }

  /// Parses the expression that stands at a place, such as in an f-string's braces.
  static func parseExpression(
    _ range: SourceRange, of source: SourceText, depth: Int
  ) throws(Diagnostic) -> Expression {
    var lexer = Lexer(expression: range, of: source)
    var parser = Parser(source, tokens: try lexer.tokens(), depth: depth)
    let expression = try parser.parseExpressionList()
    guard parser.current.kind == .end else { throw parser.unexpected(parser.current) }
    return expression
  }

  // MARK: Implementation

  private init(_ source: SourceText, tokens: [Token], depth: Int) {
    self.source = source
    hints = NoHints()
    self.tokens = tokens
    self.depth = depth
  }

  private mutating func parseCell() throws(Diagnostic) -> SyntaxTree {
    var statements: [Statement] = []
    var isQuiet = false
    while current.kind != .end {
      if current.kind == .indent {
        throw Diagnostic(
          .syntax, "This line is indented without need.", hint: "Start it at the left margin.",
          at: current.range)
      }
      isQuiet = try parseStatement(into: &statements)
    }
    return SyntaxTree(statements: statements, isQuiet: isQuiet)
  }

  var current: Token { tokens[index] }
  var nesting: Int { depth }
  /// The end of the token before the current one.
  var lastEnd: Int { index > 0 ? tokens[index - 1].range.end : current.range.start }

  func next(_ distance: Int) -> Token { tokens[min(index + distance, tokens.count - 1)] }

  @discardableResult
  mutating func advance() -> Token {
    let token = tokens[index]
    if index < tokens.count - 1 { index += 1 }
    return token
  }

  mutating func accept(_ text: String) -> Bool {
    guard at(text) else { return false }
    advance()
    return true
  }

  func at(_ text: String) -> Bool {
    switch current.kind {
    case .op(let found), .keyword(let found): found == text
    default: false
    }
  }

  /// Whether nothing but the ends of blocks follows.
  var isAtEnd: Bool { tokens[index...].allSatisfy { $0.kind == .dedent || $0.kind == .end } }

  mutating func expect(_ text: String, after what: String, hint: String? = nil) throws(Diagnostic) {
    if !accept(text) {
      throw error(
        "'\(text)' is missing after \(what); here stands \(current.description).",
        hint: current.kind == .op("=") ? "To compare, write '=='." : hint)
    }
  }

  mutating func expectName(_ what: String) throws(Diagnostic) -> String {
    if case .name(let name) = current.kind {
      advance()
      return name
    }
    if case .keyword(let word) = current.kind {
      throw error("'\(word)' is a word of the language and cannot be \(what).")
    }
    throw error("The name of \(what) is missing; here stands \(current.description).")
  }

  /// An error at the current token; at the end of the text, more text may make it right.
  func error(_ message: String, hint: String? = nil) -> Diagnostic {
    var range = current.range
    if range.end == range.start { range.end += 1 }
    var diagnostic = Diagnostic(.syntax, message, hint: hint, at: range)
    diagnostic.isIncomplete = false
    return diagnostic
  }

  func unexpected(_ token: Token) -> Diagnostic {
    switch token.kind {
    case .op("?"):
      return error(
        "'?' stands only behind a name, at the end of a line, and asks what it is.",
        hint: "To choose between two values, write 'a if condition else b'.")
    case .op("="):
      return error("'=' cannot stand here.", hint: "To compare, write '=='.")
    case .indent:
      return error("This line is indented without need.", hint: "Start it as far in as the lines above it.")
    case .name, .int, .float, .string:
      // `print x` is a call without its brackets.
      let before = index > 0 ? tokens[index - 1] : token
      if index == 1 || index > 1 && [.newline, .indent, .dedent].contains(tokens[index - 2].kind),
        case .name(let name) = before.kind
      {
        return error(
          "\(token.description) does not fit here.",
          hint: "Is a bracket, as in \(name)(…), an operator or a comma missing before it?")
      }
      return error(
        "\(token.description) does not fit here.", hint: "Is an operator or a comma missing before it?")
    default:
      return error("\(token.description) does not fit here.")
    }
  }

  /// Parses something one level deeper.
  mutating func nested<T>(_ parse: (inout Parser) throws(Diagnostic) -> T) throws(Diagnostic) -> T {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumNesting {
      throw error("This is nested too deeply.", hint: "Use variables for its parts.")
    }
    return try parse(&self)
  }

  func range(from start: Int) -> SourceRange { SourceRange(start: start, end: max(start, lastEnd)) }
}

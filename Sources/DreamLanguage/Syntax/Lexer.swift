/// Cuts source text into tokens, with Python's rules for indentation and for brackets that join lines.
struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  var position: Int
  let end: Int

  /// Prepares a whole cell.
  init(_ source: SourceText) {
    self.init(source, range: source.range, joined: false)
  }

  /// Prepares the expression in the braces of an f-string; its line breaks mean nothing.
  init(expression range: SourceRange, of source: SourceText) {
    self.init(source, range: range, joined: true)
  }

  /// All tokens, the last one `.end`.
  mutating func tokens() throws(Diagnostic) -> [Token] {
    if !isJoined { try startLine() }
    while position < end { try scanToken() }
    if let open = brackets.last {
      var error = incomplete("'\(open.opening)' is never closed.", from: open.offset, to: open.offset + 1)
      error.hint = "Add '\(Self.closing[open.opening] ?? ")")' where it ends."
      throw error
    }
    if !isJoined {
      if let last = result.last?.kind, last != .newline, last != .dedent { append(.newline, from: end) }
      for _ in indents.dropFirst() { append(.dedent, from: end) }
    }
    append(.end, from: end)
    return result
  }

  // MARK: Implementation

  private let isJoined: Bool
  private(set) var result: [Token] = []
  private var indents = [0]
  private var brackets: [(opening: Character, offset: Int)] = []

  private init(_ source: SourceText, range: SourceRange, joined: Bool) {
    self.source = source
    bytes = source.bytes
    position = range.start
    end = range.end
    isJoined = joined
  }

  /// The byte `distance` places on, or 0 behind the end.
  func peek(_ distance: Int = 0) -> UInt8 { position + distance < end ? bytes[position + distance] : 0 }

  mutating func append(_ kind: Token.Kind, from start: Int) {
    result.append(Token(kind: kind, range: SourceRange(start: start, end: position)))
  }

  func failure(_ message: String, from start: Int, to end: Int? = nil, hint: String? = nil) -> Diagnostic {
    Diagnostic(.syntax, message, hint: hint, at: SourceRange(start: start, end: end ?? position))
  }

  func incomplete(_ message: String, from start: Int, to end: Int) -> Diagnostic {
    var diagnostic = failure(message, from: start, to: end)
    diagnostic.isIncomplete = true
    return diagnostic
  }

  /// Measures the indentation of the next line that holds anything.
  private mutating func startLine() throws(Diagnostic) {
    while position < end {
      var width = 0
      let lineStart = position
      while position < end {
        if peek() == UInt8(ascii: " ") {
          width += 1
        } else if peek() == UInt8(ascii: "\t") {
          width = (width / 8 + 1) * 8
        } else if peek() != 0x0C {
          break
        }
        position += 1
      }
      if peek() == UInt8(ascii: "#") { skipComment() }
      if peek() == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { position += 1 }
      if position >= end { return }
      if peek() == UInt8(ascii: "\n") {
        position += 1
        continue
      }
      try indent(to: width, lineStart: lineStart)
      return
    }
  }

  private mutating func indent(to width: Int, lineStart: Int) throws(Diagnostic) {
    if width > indents[indents.count - 1] {
      if indents.count > Parser.maximumNesting {
        throw failure("Blocks are nested too deeply.", from: lineStart)
      }
      indents.append(width)
      append(.indent, from: lineStart)
      return
    }
    while width < indents[indents.count - 1] {
      indents.removeLast()
      append(.dedent, from: position)
    }
    if width != indents[indents.count - 1] {
      throw failure(
        "This line's indentation fits no block above it.", from: lineStart,
        hint: "Start it as far in as the lines of the block it belongs to.")
    }
  }

  private mutating func skipComment() {
    while position < end, peek() != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func scanToken() throws(Diagnostic) {
    let start = position
    let byte = peek()
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0C:
      position += 1
    case UInt8(ascii: "#"):
      skipComment()
    case UInt8(ascii: "\n"):
      position += 1
      if brackets.isEmpty && !isJoined {
        if let last = result.last?.kind, last != .newline, last != .dedent, last != .indent {
          result.append(Token(kind: .newline, range: SourceRange(start: start, end: start)))
        }
        try startLine()
      }
    case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\n") || (peek(1) == 13 && peek(2) == 10):
      position += peek(1) == 13 ? 3 : 2
      if position >= end {
        throw incomplete("The line goes on, but no line follows.", from: start, to: start + 1)
      }
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      try scanString(prefix: "", from: start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      try scanNumber()
    case UInt8(ascii: ".") where Self.isDigit(peek(1)):
      try scanNumber()
    default:
      if let name = scanName() {
        let next = peek()
        let isQuote = next == UInt8(ascii: "'") || next == UInt8(ascii: "\"")
        if isQuote, name.count <= 2, name.lowercased().allSatisfy({ "rfbu".contains($0) }) {
          try scanString(prefix: name.lowercased(), from: start)
        } else {
          append(Token.keywords.contains(name) ? .keyword(name) : .name(name), from: start)
        }
      } else {
        try scanOperator()
      }
    }
  }

  private mutating func scanName() -> String? {
    let start = position
    while position < end {
      let byte = bytes[position]
      if byte < 0x80 {
        let isLetter = byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
        guard isLetter || byte == UInt8(ascii: "_") || (position > start && Self.isDigit(byte)) else { break }
        position += 1
      } else {
        guard let scalar = scalar(at: position) else { break }
        let properties = scalar.properties
        guard position > start ? properties.isXIDContinue : properties.isXIDStart else { break }
        position += UTF8.width(scalar)
      }
    }
    return position > start ? source[SourceRange(start: start, end: position)] : nil
  }

  private func scalar(at offset: Int) -> Unicode.Scalar? {
    String(decoding: bytes[offset..<min(offset + 4, end)], as: UTF8.self).unicodeScalars.first
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private static let operators: [[String]] = [
    ["**=", "//=", "...", "<<=", ">>="],
    [
      "**", "//", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "->", ":=", "<<", ">>", "&=", "|=",
      "^=",
    ],
    [
      "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "=", "<", ">", "@", "|", "&",
      "^", "~", "?",
    ],
  ]

  private mutating func scanOperator() throws(Diagnostic) {
    let start = position
    for (index, group) in Self.operators.enumerated() {
      let length = 3 - index
      guard start + length <= end else { continue }
      let text = source[SourceRange(start: start, end: start + length)]
      guard group.contains(text) else { continue }
      position += length
      try track(text, at: start)
      append(.op(text), from: start)
      return
    }
    let character = scalar(at: start)
    position += character.map { UTF8.width($0) } ?? 1
    let shown = character.map { String(Character($0)) } ?? "?"
    let hint: String? =
      switch shown {
      case "‘", "’", "“", "”", "„": "Strings are written with straight quotes: 'text'."
      case "!":
        result.last.map { $0.kind == .newline } ?? true
          ? "Commands of the shell do not run here; leave this line out." : "Write 'not'."
      case "$", "`", "@": "Leave it out."
      default: nil
      }
    throw failure("'\(shown)' means nothing here.", from: start, hint: hint)
  }

  private static let closing: [Character: String] = ["(": ")", "[": "]", "{": "}"]

  private mutating func track(_ text: String, at start: Int) throws(Diagnostic) {
    switch text {
    case "(", "[", "{":
      brackets.append((Character(text), start))
      if brackets.count > Parser.maximumNesting {
        throw failure("Brackets are nested too deeply.", from: start)
      }
    case ")", "]", "}":
      guard let open = brackets.popLast() else {
        throw failure("'\(text)' closes nothing.", from: start, hint: "Leave it out, or open it before.")
      }
      if let wanted = Self.closing[open.opening], wanted != text {
        throw failure(
          "'\(open.opening)' is closed by '\(text)' in place of '\(wanted)'.", from: start,
          hint: "Write '\(wanted)'.")
      }
    default: break
    }
  }
}

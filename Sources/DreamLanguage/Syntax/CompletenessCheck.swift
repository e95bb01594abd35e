extension Completeness {
  /// Whether text can run as it is, as an interactive console decides it: a block goes on until a blank line.
  package init(of text: String) {
    let source = SourceText(text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let lastCode = lines.last { !$0.allSatisfy(\.isWhitespace) }
    let indent = String((lastCode ?? "").prefix { $0 == " " || $0 == "\t" })
    do {
      _ = try Parser.parse(source)
    } catch {
      let opensBlock = Self.opensBlock(lastCode ?? "")
      self = error.isIncomplete ? .incomplete(indent: opensBlock ? indent + "    " : indent) : .invalid
      return
    }
    let endsWithBlank = lines.count > 1 && (lines.last ?? "").allSatisfy(\.isWhitespace)
    if !indent.isEmpty, !endsWithBlank {
      let word = (lastCode ?? "").drop { $0.isWhitespace }.prefix { $0.isLetter }
      let ends = ["return", "break", "continue", "pass"].contains(String(word))
      self = .incomplete(indent: ends ? String(indent.dropLast(4)) : indent)
    } else {
      self = .complete
    }
  }

  // MARK: Implementation

  /// Whether a line's last token is a colon.
  private static func opensBlock(_ line: Substring) -> Bool {
    var lexer = Lexer(SourceText(String(line.drop { $0.isWhitespace })))
    guard let tokens = try? lexer.tokens() else { return false }
    let last = tokens.last { $0.kind != .newline && $0.kind != .end }
    return last?.kind == .op(":")
  }
}

/// What can be asked about the text of a cell without running it.
package enum CellText {
  /// The lines on which a statement begins, counted from 1, in order; none where the cell cannot be parsed.
  package static func lines(of code: String) -> [Int] {
    let source = SourceText(code)
    guard let tree = try? Parser.parse(source) else { return [] }
    var lines: Set<Int> = []
    collect(tree.statements, in: source, into: &lines)
    return lines.sorted()
  }

  /// Whether a text is the name of a variable.
  package static func isName(_ text: String) -> Bool {
    guard let parsed = try? Parser.parseExpression(SourceText(text)), case .name(text) = parsed.kind else {
      return false
    }
    return true
  }

  // MARK: Implementation

  private static func collect(_ statements: [Statement], in source: SourceText, into lines: inout Set<Int>) {
    for statement in statements {
      lines.insert(source.line(at: statement.range.start) + 1)
      for body in statement.bodies { collect(body, in: source, into: &lines) }
    }
  }
}

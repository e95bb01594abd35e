/// A value given to a notebook from outside, as a statement that sets a variable.
public struct NotebookParameter: Sendable, Equatable {
  /// The statement: `steps = 100`.
  public let assignment: String

  /// Makes the statement from two words of a command line.
  ///
  /// - Parameters:
  ///   - name: the variable.
  ///   - text: a number, True, False, None, a string in quotes, or a list, a tuple in parentheses or a dict of such
  ///     values; any other text is a string as it stands.
  /// - Throws: ``Failure`` where the name cannot be a variable's.
  public init(name: String, text: String) throws(Failure) {
    guard CellText.isName(name) else {
      throw Diagnostic(
        .value, "'\(name)' is no name of a parameter.",
        hint: "A name is made of letters, digits and '_', and no word of the language."
      ).failure(in: SourceText(name))
    }
    assignment = "\(name) = \(Self.isValue(text) ? text : Value.quoted(text))"
  }

  // MARK: Implementation

  /// Whether the text is one literal: within brackets, so that neither a comment nor a bare tuple passes for one.
  private static func isValue(_ text: String) -> Bool {
    guard let list = try? Parser.parseExpression(SourceText("[\(text)]")),
      case .list(let elements) = list.kind,
      elements.count == 1, text.last(where: { !$0.isWhitespace }) != ","
    else { return false }
    return isLiteral(elements[0])
  }

  private static func isLiteral(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .none, .bool, .int, .float, .string: true
    case .negate(let number): isNumber(number)
    case .list(let elements), .tuple(let elements): elements.allSatisfy(isLiteral)
    case .dict(let items): items.allSatisfy { $0.key.map(isLiteral) ?? false && isLiteral($0.value) }
    default: false
    }
  }

  private static func isNumber(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .int, .float: true
    default: false
    }
  }
}

extension Parser {
  /// One expression, or several with commas, which make a tuple.
  mutating func parseExpressionList(allowStars: Bool = false) throws(Diagnostic) -> Expression {
    let start = current.range.start
    var parts = [try parseElement(allowStars: allowStars)]
    guard at(",") else { return parts[0] }
    while accept(",") {
      guard startsExpression else { break }
      parts.append(try parseElement(allowStars: allowStars))
    }
    return Expression(kind: .tuple(parts), range: range(from: start))
  }

  /// One expression: a condition, a lambda or an `or`.
  mutating func parseExpression() throws(Diagnostic) -> Expression {
    try nested { parser throws(Diagnostic) in try parser.parseConditional() }
  }

  /// A value with its calls, attributes and indices.
  mutating func parsePostfix() throws(Diagnostic) -> Expression {
    let start = current.range.start
    var expression = try parseAtom()
    var links = 0
    while true {
      links += 1
      if links > Self.maximumChain {
        throw error("This expression is too long.", hint: "Use variables for its parts.")
      }
      if accept("(") {
        let arguments = try parseArguments()
        try expect(")", after: "the arguments")
        expression = Expression(kind: .call(expression, arguments), range: range(from: start))
      } else if accept("[") {
        let subscripts = try parseSubscripts()
        try expect("]", after: "the index")
        expression = Expression(kind: .index(expression, subscripts), range: range(from: start))
      } else if accept(".") {
        let name = try expectName("an attribute")
        expression = Expression(kind: .attribute(expression, name: name), range: range(from: start))
      } else {
        return expression
      }
    }
  }

  // MARK: Implementation

  private var startsExpression: Bool {
    switch current.kind {
    case .name, .int, .float, .string: true
    case .keyword(let word): ["None", "True", "False", "not", "lambda"].contains(word)
    case .op(let text): ["(", "[", "{", "-", "+", "*", "~", "..."].contains(text)
    default: false
    }
  }

  private mutating func parseElement(allowStars: Bool) throws(Diagnostic) -> Expression {
    let start = current.range.start
    if allowStars, accept("*") {
      return Expression(kind: .starred(try parseExpression()), range: range(from: start))
    }
    return try parseExpression()
  }

  private mutating func parseConditional() throws(Diagnostic) -> Expression {
    let start = current.range.start
    if accept("lambda") {
      let parameters = try parseParameters(until: ":")
      try expect(":", after: "the parameters")
      let body = try parseExpression()
      let definition = FunctionDefinition(
        name: "<lambda>", parameters: parameters,
        body: [Statement(kind: .returning(body), range: body.range)], documentation: nil)
      return Expression(kind: .lambda(definition), range: range(from: start))
    }
    let value = try parseOr()
    guard accept("if") else { return value }
    let condition = try parseOr()
    try expect("else", after: "the condition")
    let otherwise = try parseExpression()
    return Expression(
      kind: .conditional(condition: condition, then: value, otherwise: otherwise), range: range(from: start))
  }

  private mutating func parseOr() throws(Diagnostic) -> Expression {
    let start = current.range.start
    var parts = [try parseAnd()]
    while accept("or") { parts.append(try parseAnd()) }
    return parts.count == 1 ? parts[0] : Expression(kind: .or(parts), range: range(from: start))
  }

  private mutating func parseAnd() throws(Diagnostic) -> Expression {
    let start = current.range.start
    var parts = [try parseNot()]
    while accept("and") { parts.append(try parseNot()) }
    return parts.count == 1 ? parts[0] : Expression(kind: .and(parts), range: range(from: start))
  }

  private mutating func parseNot() throws(Diagnostic) -> Expression {
    let start = current.range.start
    guard accept("not") else { return try parseComparison() }
    let operand = try nested { parser throws(Diagnostic) in try parser.parseNot() }
    return Expression(kind: .not(operand), range: range(from: start))
  }

  private mutating func acceptComparison() -> ComparisonOperator? {
    switch current.kind {
    case .op(let text):
      guard let found = ComparisonOperator(rawValue: text) else { return nil }
      advance()
      return found
    case .keyword("in"):
      advance()
      return .isIn
    case .keyword("not") where next(1).kind == .keyword("in"):
      advance()
      advance()
      return .isNotIn
    case .keyword("is"):
      advance()
      return accept("not") ? .isNotSame : .isSame
    default: return nil
    }
  }

  private mutating func parseComparison() throws(Diagnostic) -> Expression {
    let start = current.range.start
    let first = try parseSum()
    var links: [ComparisonLink] = []
    while let comparison = acceptComparison() {
      links.append(ComparisonLink(comparison: comparison, operand: try parseSum()))
    }
    return links.isEmpty ? first : Expression(kind: .comparison(first, links), range: range(from: start))
  }

  private mutating func acceptOperator(_ choices: [BinaryOperator]) -> BinaryOperator? {
    guard case .op(let text) = current.kind, let op = choices.first(where: { $0.rawValue == text }) else {
      return nil
    }
    advance()
    return op
  }

  private mutating func parseSum() throws(Diagnostic) -> Expression {
    let start = current.range.start
    var left = try parseProduct()
    var links = 0
    while let op = acceptOperator([.add, .subtract]) {
      links += 1
      if links > Self.maximumChain {
        throw error("This expression is too long.", hint: "Use variables for its parts.")
      }
      left = Expression(kind: .binary(op, left, try parseProduct()), range: range(from: start))
    }
    return left
  }

  private mutating func parseProduct() throws(Diagnostic) -> Expression {
    let start = current.range.start
    var left = try parseSigned()
    var links = 0
    while let op = acceptOperator([.multiply, .divide, .floorDivide, .modulo]) {
      links += 1
      if links > Self.maximumChain {
        throw error("This expression is too long.", hint: "Use variables for its parts.")
      }
      left = Expression(kind: .binary(op, left, try parseSigned()), range: range(from: start))
    }
    if case .op(let text) = current.kind, ["@", "|", "&", "^", "<<", ">>", ":="].contains(text) {
      throw error(
        "The operator '\(text)' is not part of this language.",
        hint: Self.otherOperators[text])
    }
    return left
  }

  /// What to write in place of operators of other languages.
  private static let otherOperators: [String: String] = [
    ":=": "Write the assignment on a line of its own.", "&": "Write 'and'.", "|": "Write 'or'.",
    "^": "A power is written with '**'.", "<<": "Multiply by 2 ** n.", ">>": "Divide by 2 ** n, with '//'.",
    "@": "There are no products of matrices here.",
  ]

  private mutating func parseSigned() throws(Diagnostic) -> Expression {
    let start = current.range.start
    if accept("-") {
      let operand = try nested { parser throws(Diagnostic) in try parser.parseSigned() }
      return Expression(kind: .negate(operand), range: range(from: start))
    }
    if accept("+") {
      let operand = try nested { parser throws(Diagnostic) in try parser.parseSigned() }
      return Expression(kind: .plus(operand), range: range(from: start))
    }
    let base = try parsePostfix()
    guard accept("**") else { return base }
    let exponent = try nested { parser throws(Diagnostic) in try parser.parseSigned() }
    return Expression(kind: .binary(.power, base, exponent), range: range(from: start))
  }

  private mutating func parseAtom() throws(Diagnostic) -> Expression {
    let token = current
    func made(_ kind: Expression.Kind) -> Expression { Expression(kind: kind, range: token.range) }
    switch token.kind {
    case .int(let value):
      advance()
      return made(.int(value))
    case .float(let value):
      advance()
      return made(.float(value))
    case .name(let name):
      advance()
      return made(.name(name))
    case .string:
      return try parseStrings()
    case .keyword("None"):
      advance()
      return made(.none)
    case .keyword("True"):
      advance()
      return made(.bool(true))
    case .keyword("False"):
      advance()
      return made(.bool(false))
    case .op("..."):
      advance()
      return made(.ellipsis)
    case .op("("), .op("["), .op("{"):
      return try nested { parser throws(Diagnostic) in try parser.parseDisplay() }
    case .newline, .end, .dedent:
      let signs = index > 1 ? [next(-2).kind, next(-1).kind] : []
      throw error(
        "Something is missing before \(token.description).",
        hint: signs == [.op("+"), .op("+")] || signs == [.op("-"), .op("-")]
          ? "To count, write += 1 or -= 1." : "Write what belongs there, or leave the operator out.")
    default:
      throw unexpected(token)
    }
  }

  private mutating func parseStrings() throws(Diagnostic) -> Expression {
    let start = current.range.start
    var pieces: [FormattedPiece] = []
    while case .string(let parts) = current.kind {
      advance()
      pieces += try formatted(parts)
    }
    let whole = range(from: start)
    var text = ""
    for piece in pieces {
      guard case .text(let part) = piece else { return Expression(kind: .formatted(pieces), range: whole) }
      text += part
    }
    return Expression(kind: .string(text), range: whole)
  }

  private func formatted(_ pieces: [StringPiece]) throws(Diagnostic) -> [FormattedPiece] {
    var result: [FormattedPiece] = []
    for piece in pieces {
      switch piece {
      case .text(let text): result.append(.text(text))
      case .field(let range, let conversion, let format, let label):
        if let label { result.append(.text(label)) }
        let value = try Parser.parseExpression(range, of: source, depth: nesting + 1)
        let isLabelled = label != nil && format.isEmpty && conversion == nil
        result.append(.value(value, conversion: isLabelled ? "r" : conversion, format: try formatted(format)))
      }
    }
    return result
  }

  /// What stands in brackets: a tuple or a parenthesis, a list, a dict, a comprehension.
  private mutating func parseDisplay() throws(Diagnostic) -> Expression {
    let start = current.range.start
    if accept("(") {
      if accept(")") { return Expression(kind: .tuple([]), range: range(from: start)) }
      let inner = try parseExpressionList(allowStars: true)
      if at("for") {
        let comprehension = try parseComprehension(element: inner, value: nil, from: start)
        try expect(")", after: "the comprehension")
        return comprehension
      }
      try expect(")", after: "the expression")
      return Expression(kind: inner.kind, range: range(from: start))
    }
    if accept("[") {
      var elements: [Expression] = []
      while !at("]") {
        elements.append(try parseElement(allowStars: true))
        if elements.count == 1, at("for") {
          let comprehension = try parseComprehension(element: elements[0], value: nil, from: start)
          try expect("]", after: "the comprehension")
          return Expression(kind: comprehension.kind, range: range(from: start))
        }
        if !accept(",") { break }
      }
      try expect("]", after: "the list")
      return Expression(kind: .list(elements), range: range(from: start))
    }
    advance()
    var items: [DictItem] = []
    while !at("}") {
      if accept("**") {
        items.append(DictItem(key: nil, value: try parseExpression()))
      } else {
        let key = try parseExpression()
        if at(",") || at("}") {
          throw error("Sets are not part of this language.", hint: "Use a list: […].")
        }
        try expect(":", after: "the key")
        let value = try parseExpression()
        if items.isEmpty, at("for") {
          let comprehension = try parseComprehension(element: key, value: value, from: start)
          try expect("}", after: "the comprehension")
          return Expression(kind: comprehension.kind, range: range(from: start))
        }
        items.append(DictItem(key: key, value: value))
      }
      if !accept(",") { break }
    }
    try expect("}", after: "the dict")
    return Expression(kind: .dict(items), range: range(from: start))
  }

  /// The `for … in … if …` of a comprehension behind its element.
  mutating func parseComprehension(
    element: Expression, value: Expression?, from start: Int
  ) throws(Diagnostic) -> Expression {
    var clauses: [Comprehension.Clause] = []
    while accept("for") {
      if clauses.count > 8 { throw error("This comprehension has too many loops.") }
      let target = try parseComprehensionTarget()
      try expect("in", after: "the comprehension's variable")
      let iterable = try parseOr()
      var conditions: [Expression] = []
      while accept("if") { conditions.append(try parseOr()) }
      clauses.append(.init(target: target, iterable: iterable, conditions: conditions))
    }
    return Expression(
      kind: .comprehension(Comprehension(element: element, value: value, clauses: clauses)),
      range: range(from: start))
  }
}

extension Parser {
  /// Parses one line of statements, or one compound statement. Returns whether the line ends with `;`.
  mutating func parseStatement(into statements: inout [Statement]) throws(Diagnostic) -> Bool {
    let start = current.range.start
    if at("@") {
      throw error(
        "Decorators are not part of this language.",
        hint: hints.advice(onStatement: "@"))
    }
    if at("%") { return try parseTiming(into: &statements) }
    if case .keyword(let word) = current.kind, let kind = try parseCompound(word) {
      statements.append(Statement(kind: kind, range: range(from: start)))
      return false
    }
    while true {
      let start = current.range.start
      let kind = try parseSimple()
      statements.append(Statement(kind: kind, range: range(from: start)))
      let isQuiet = accept(";")
      if current.kind == .newline {
        advance()
        return isQuiet
      }
      if current.kind == .end { return isQuiet }
      if !isQuiet { throw unexpected(current) }
    }
  }

  // MARK: Implementation

  /// Parses `%time statement`, or `%%time` on the first line and the rest of the cell. Returns whether `;` ends it.
  private mutating func parseTiming(into statements: inout [Statement]) throws(Diagnostic) -> Bool {
    let start = current.range.start
    let isFirst = statements.isEmpty && index == 0
    advance()
    let takesCell = isFirst && accept("%")
    guard current.kind == .name("time"), current.range.start == lastEnd else {
      throw Diagnostic(
        .syntax, "There are no magic commands here but %time and %%time.", hint: "Leave this line out.",
        at: SourceRange(start: start, end: max(current.range.end, start + 1)))
    }
    advance()
    var body: [Statement] = []
    var isQuiet = false
    if takesCell {
      if current.kind == .newline { advance() }
      while current.kind != .end { isQuiet = try parseStatement(into: &body) }
    } else {
      isQuiet = try parseStatement(into: &body)
    }
    statements.append(Statement(kind: .timed(body), range: range(from: start)))
    return isQuiet
  }

  private mutating func parseCompound(_ word: String) throws(Diagnostic) -> Statement.Kind? {
    switch word {
    case "if":
      return try nested { parser throws(Diagnostic) in try parser.parseCondition() }
    case "for":
      return try nested { parser throws(Diagnostic) in try parser.parseFor() }
    case "while":
      return try nested { parser throws(Diagnostic) in try parser.parseWhile() }
    case "def":
      return try nested { parser throws(Diagnostic) in try parser.parseDefinition() }
    case "class", "with", "try", "async":
      throw error(
        "'\(word)' is not part of this language.",
        hint: hints.advice(onStatement: word)
          ?? (word == "try"
            ? "Leave it out: an error ends the cell, and all variables are kept."
            : "Leave it out: cells run to their end."))
    case "elif", "else", "except", "finally":
      throw error(
        "'\(word)' belongs to no block above it.", hint: "Start it as far in as the line it belongs to.")
    default:
      return nil
    }
  }

  /// Parses the statements after a colon: the rest of the line, or an indented block.
  private mutating func parseBlock(after what: String) throws(Diagnostic) -> [Statement] {
    try expect(":", after: what, hint: "A line that opens a block ends with ':'.")
    var body: [Statement] = []
    guard current.kind == .newline else {
      if current.kind == .end { throw missingBlock(after: what) }
      while true {
        let start = current.range.start
        if case .keyword(let word) = current.kind, ["if", "for", "while", "def"].contains(word) {
          throw error("'\(word)' starts a block of its own.", hint: "Put it on the next line, indented.")
        }
        body.append(Statement(kind: try parseSimple(), range: range(from: start)))
        let more = accept(";")
        if current.kind == .newline {
          advance()
          return body
        }
        if current.kind == .end || current.kind == .dedent { return body }
        if !more { throw unexpected(current) }
      }
    }
    advance()
    guard current.kind == .indent else { throw missingBlock(after: what) }
    advance()
    while current.kind != .dedent && current.kind != .end {
      if current.kind == .indent { throw unexpected(current) }
      _ = try parseStatement(into: &body)
    }
    if current.kind == .dedent { advance() }
    return body
  }

  private func missingBlock(after what: String) -> Diagnostic {
    var diagnostic = error(
      "An indented block is missing after \(what).", hint: "Indent the next line by four spaces.")
    diagnostic.isIncomplete = isAtEnd
    return diagnostic
  }

  private mutating func parseCondition() throws(Diagnostic) -> Statement.Kind {
    var branches: [(condition: Expression, body: [Statement])] = []
    repeat {
      advance()
      let condition = try parseExpression()
      branches.append((condition, try parseBlock(after: "the condition")))
    } while at("elif")
    return .condition(branches: branches, otherwise: try parseElse())
  }

  private mutating func parseElse() throws(Diagnostic) -> [Statement] {
    accept("else") ? try parseBlock(after: "'else'") : []
  }

  private mutating func parseFor() throws(Diagnostic) -> Statement.Kind {
    advance()
    let target = try parseTargetList()
    try expect("in", after: "the loop's variable")
    let iterable = try parseExpressionList()
    loopDepth += 1
    let body = try parseBlock(after: "the 'for' line")
    loopDepth -= 1
    return .forLoop(target: target, iterable: iterable, body: body, otherwise: try parseElse())
  }

  private mutating func parseWhile() throws(Diagnostic) -> Statement.Kind {
    advance()
    let condition = try parseExpression()
    loopDepth += 1
    let body = try parseBlock(after: "the 'while' line")
    loopDepth -= 1
    return .whileLoop(condition: condition, body: body, otherwise: try parseElse())
  }

  private mutating func parseDefinition() throws(Diagnostic) -> Statement.Kind {
    advance()
    let name = try expectName("a function")
    try expect("(", after: "the function's name")
    let parameters = try parseParameters(until: ")")
    try expect(")", after: "the parameters")
    if accept("->") { _ = try parseExpression() }
    let outerLoops = loopDepth
    loopDepth = 0
    functionDepth += 1
    let body = try parseBlock(after: "the 'def' line")
    functionDepth -= 1
    loopDepth = outerLoops
    var documentation: String?
    if case .expression(let first)? = body.first?.kind, case .string(let text) = first.kind {
      documentation = text
    }
    return .define(
      FunctionDefinition(name: name, parameters: parameters, body: body, documentation: documentation))
  }

  private mutating func parseSimple() throws(Diagnostic) -> Statement.Kind {
    if accept("?") {
      _ = accept("?")
      return .asking(try checkName(try parsePostfix()))
    }
    guard case .keyword(let word) = current.kind else { return try parseAssignment() }
    switch word {
    case "pass":
      advance()
      return .pass
    case "break", "continue":
      if loopDepth == 0 { throw error("'\(word)' stands outside a loop.") }
      advance()
      return word == "break" ? .breaking : .continuing
    case "return":
      if functionDepth == 0 { throw error("'return' stands outside a function.") }
      advance()
      return .returning(isAtLineEnd ? nil : try parseExpressionList())
    case "global", "nonlocal":
      advance()
      var names = [try expectName("a variable")]
      while accept(",") { names.append(try expectName("a variable")) }
      return word == "global" ? .global(names) : .nonlocal(names)
    case "del":
      advance()
      var targets = [try parsePostfix()]
      while accept(",") { targets.append(try parsePostfix()) }
      return .delete(targets)
    case "assert":
      advance()
      let condition = try parseExpression()
      return .assert(condition, message: accept(",") ? try parseExpression() : nil)
    case "import", "from":
      return .importing(try parseImports())
    case "raise", "yield", "await", "async":
      throw error(
        "'\(word)' is not part of this language.",
        hint: word == "raise"
          ? "assert condition, 'message' ends a cell with a message."
          : word == "yield"
            ? "Put the values into a list and return it." : "Leave it out: cells run to their end.")
    default:
      if ["None", "True", "False", "not", "lambda"].contains(word) { return try parseAssignment() }
      throw error("'\(word)' cannot start a statement.")
    }
  }

  private var isAtLineEnd: Bool {
    switch current.kind {
    case .newline, .end, .op(";"): true
    default: false
    }
  }

  private mutating func parseAssignment() throws(Diagnostic) -> Statement.Kind {
    let first = try parseExpressionList(allowStars: true)
    if at("=") {
      var parts = [first]
      while accept("=") { parts.append(try parseExpressionList(allowStars: true)) }
      let value = parts.removeLast()
      for target in parts { try checkTarget(target) }
      if parts.count > Self.maximumChain { throw error("This assignment is too long.") }
      return .assign(targets: parts, value: value)
    }
    if accept(":") {
      // An annotation says nothing to this language.
      try checkTarget(first)
      _ = try parseExpression()
      guard accept("=") else { return .pass }
      return .assign(targets: [first], value: try parseExpressionList())
    }
    if case .op(let text) = current.kind, text.hasSuffix("="),
      let op = BinaryOperator(rawValue: String(text.dropLast()))
    {
      switch first.kind {
      case .name, .index, .attribute: break
      default: throw Diagnostic(.syntax, "'\(text)' needs a variable on its left.", at: first.range)
      }
      advance()
      return .augment(target: first, op, value: try parseExpressionList())
    }
    if case .starred = first.kind { throw Diagnostic(.syntax, "'*' cannot stand here.", at: first.range) }
    if at("?"), isLast(1) || next(1).kind == .op("?") && isLast(2) {
      while accept("?") {}
      return .asking(try checkName(first))
    }
    return .expression(first)
  }

  /// Whether the line ends after so many tokens.
  private func isLast(_ count: Int) -> Bool {
    [.newline, .end, .dedent, .op(";")].contains(next(count).kind)
  }

  /// The expression, where it is a name with names behind points: asking what something is runs nothing.
  private func checkName(_ expression: Expression) throws(Diagnostic) -> Expression {
    var inner = expression
    while case .attribute(let object, _) = inner.kind { inner = object }
    if case .name = inner.kind { return expression }
    throw Diagnostic(
      .syntax, "Only a name can be asked about.", hint: "Write resize? or help(resize).", at: expression.range
    )
  }

  private mutating func parseTargetList() throws(Diagnostic) -> Expression {
    let start = current.range.start
    var targets = [try parseTarget()]
    var isTuple = false
    while accept(",") {
      isTuple = true
      if at("in") { break }
      targets.append(try parseTarget())
    }
    let target = isTuple ? Expression(kind: .tuple(targets), range: range(from: start)) : targets[0]
    try checkTarget(target)
    return target
  }

  private mutating func parseTarget() throws(Diagnostic) -> Expression {
    let start = current.range.start
    if accept("*") { return Expression(kind: .starred(try parsePostfix()), range: range(from: start)) }
    return try parsePostfix()
  }

  /// The target of a comprehension's `for`.
  mutating func parseComprehensionTarget() throws(Diagnostic) -> Expression { try parseTargetList() }

  private func checkTarget(_ target: Expression, inside: Bool = false) throws(Diagnostic) {
    switch target.kind {
    case .name, .index, .attribute: return
    case .starred(let inner) where inside: try checkTarget(inner)
    case .tuple(let parts), .list(let parts):
      var stars = 0
      for part in parts {
        if case .starred = part.kind { stars += 1 }
        try checkTarget(part, inside: true)
      }
      if stars > 1 {
        throw Diagnostic(.syntax, "Only one name can take the rest with '*'.", at: target.range)
      }
    case .call:
      throw Diagnostic(
        .syntax, "A call cannot be assigned to.", hint: "To compare, write '=='.", at: target.range)
    default:
      throw Diagnostic(
        .syntax, "This cannot be assigned to.", hint: "To compare, write '=='.", at: target.range)
    }
  }
}

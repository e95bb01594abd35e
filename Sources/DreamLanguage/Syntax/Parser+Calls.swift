extension Parser {
  /// The parameters of a function up to a closing token, which is left.
  mutating func parseParameters(until closing: String) throws(Diagnostic) -> [FunctionDefinition.Parameter] {
    var parameters: [FunctionDefinition.Parameter] = []
    while !at(closing) {
      let start = current.range.start
      let stars = accept("**") ? 2 : accept("*") ? 1 : 0
      // A `*` alone takes nothing; it parts off the parameters that are given by name only.
      let isBare = stars == 1 && at(",")
      let name = isBare ? "" : try expectName("a parameter")
      if let last = parameters.last, last.stars == 2 {
        throw Diagnostic(.syntax, "Nothing can stand behind '**\(last.name)'.", at: range(from: start))
      }
      if stars == 1, parameters.contains(where: { $0.stars == 1 }) {
        throw Diagnostic(.syntax, "Only one name can take the rest with '*'.", at: range(from: start))
      }
      if parameters.contains(where: { $0.name == name }) {
        throw Diagnostic(.syntax, "The parameter '\(name)' is there twice.", at: range(from: start))
      }
      if closing == ")", accept(":") { _ = try parseExpression() }
      let defaultValue = stars == 0 && accept("=") ? try parseExpression() : nil
      if stars == 0, defaultValue == nil, let last = parameters.last, last.defaultValue != nil {
        throw Diagnostic(
          .syntax, "'\(name)' needs a default value, because '\(last.name)' before it has one.",
          at: range(from: start))
      }
      parameters.append(
        .init(name: name, defaultValue: defaultValue, stars: stars, range: range(from: start)))
      if !accept(",") { break }
    }
    return parameters
  }

  /// The arguments of a call up to its closing bracket, which is left.
  mutating func parseArguments() throws(Diagnostic) -> [Argument] {
    var arguments: [Argument] = []
    while !at(")") {
      let start = current.range.start
      var form = Argument.Form.positional
      if accept("**") {
        form = .unpackedDict
      } else if accept("*") {
        form = .unpackedSequence
      } else if case .name(let name) = current.kind, next(1).kind == .op("=") {
        if arguments.contains(where: { $0.form == .keyword(name) }) {
          throw error("'\(name)' is given twice.")
        }
        advance()
        advance()
        form = .keyword(name)
      } else if let last = arguments.last, case .keyword = last.form {
        throw error(
          "A value without a name follows one with a name.", hint: "Put it first, or give it its name.")
      }
      var value = try parseExpression()
      if form == .positional, at("for") {
        value = try parseComprehension(element: value, value: nil, from: start)
      }
      arguments.append(Argument(form: form, value: value, range: range(from: start)))
      if !accept(",") { break }
    }
    return arguments
  }

  /// What stands between the brackets of an index.
  mutating func parseSubscripts() throws(Diagnostic) -> [Subscript] {
    var subscripts: [Subscript] = []
    repeat {
      if at("]"), !subscripts.isEmpty { break }
      let start = current.range.start
      let first = at(":") ? nil : try parseExpression()
      guard accept(":") else {
        if let first { subscripts.append(.index(first)) }
        continue
      }
      let stop = at(":") || at("]") || at(",") ? nil : try parseExpression()
      var step: Expression?
      if accept(":"), !(at("]") || at(",")) { step = try parseExpression() }
      subscripts.append(.slice(start: first, stop: stop, step: step, range: range(from: start)))
    } while accept(",")
    return subscripts
  }
}

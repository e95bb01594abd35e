/// How a statement ended.
enum Flow {
  case onward
  case breaking
  case continuing
  case returning(Value)
}

extension Evaluator {
  /// Runs one statement. A request to stop is heeded before it, never in the middle of an assignment.
  func execute(_ statement: Statement) throws -> Flow {
    trace?.reach(statement)
    try execution.poll()
    try execution.checkStack(at: statement.range, in: source)
    switch statement.kind {
    case .expression(let expression): _ = try evaluate(expression)
    case .assign(let targets, let expression):
      let value = try evaluate(expression)
      for target in targets { try assign(value, to: target) }
    case .augment(let target, let op, let expression):
      try augment(target, op, expression, at: statement.range)
    case .condition(let branches, let otherwise):
      for branch in branches where try isTrue(branch.condition) { return try execute(branch.body) }
      return try execute(otherwise)
    case .forLoop(let target, let iterable, let body, let otherwise):
      return try loop(statement, target, over: iterable, body, otherwise)
    case .whileLoop(let condition, let body, let otherwise):
      while try isTrue(condition) {
        try execution.poll()
        switch try execute(body) {
        case .breaking: return .onward
        case .returning(let value): return .returning(value)
        case .onward, .continuing: trace?.reach(statement)
        }
      }
      return try execute(otherwise)
    case .define(let definition): scope.bind(definition.name, to: try function(definition))
    case .returning(let expression): return .returning(try expression.map { try evaluate($0) } ?? .none)
    case .breaking: return .breaking
    case .continuing: return .continuing
    case .pass: break
    case .global(let names): scope.globals.formUnion(names)
    case .nonlocal(let names):
      for name in names where scope.functionAround(having: name) == nil {
        throw failure(
          .syntax, "No function around this one has a variable '\(name)'.",
          hint: "A variable of the notebook is named by 'global \(name)'.", at: statement.range
        )
      }
      scope.nonlocals.formUnion(names)
    case .delete(let targets): for target in targets { try delete(target) }
    case .assert(let condition, let message):
      if try !isTrue(condition) {
        let text = try message.map { try evaluate($0).text } ?? "This does not hold."
        throw failure(.assertion, text, at: condition.range)
      }
    case .importing(let imports): for part in imports { try bind(part) }
    case .timed(let body): return try timing { try execute(body) }
    case .asking(let name):
      execution.pages.append(Reference(execution.table).page(of: try evaluate(name)).bundle)
    }
    return .onward
  }

  /// Runs a block.
  func execute(_ body: [Statement]) throws -> Flow {
    for statement in body {
      switch try execute(statement) {
      case .onward: continue
      case let flow: return flow
      }
    }
    return .onward
  }

  /// Passes each element of a value on, until `visit` says to stop; polls the request to stop.
  func iterate(_ value: Value, at range: SourceRange?, _ visit: (Value) throws -> Bool) throws {
    func each(_ count: Int, _ element: (Int) -> Value) throws {
      for index in 0..<count {
        try execution.poll()
        if try !visit(element(index)) { return }
      }
    }
    switch value {
    case .range(let span): try each(span.count) { .int(span[$0]) }
    case .list(let list):
      // As in Python, a list may grow while it is walked.
      var index = 0
      while index < list.elements.count {
        try execution.poll()
        if try !visit(list.elements[index]) { return }
        index += 1
      }
    case .tuple(let tuple): try each(tuple.elements.count) { tuple.elements[$0] }
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      try each(scalars.count) { .string(String(Character(scalars[$0]))) }
    case .dict(let dict):
      let keys = dict.keys
      try each(keys.count) { keys[$0] }
    default:
      guard case .object(let object) = value, let iterable = object.iterable else {
        throw value.withoutElements.placed(at: range, in: source)
      }
      let next = try placing(range) { try iterable.makeIterator() }
      while let element = try placing(range, next) {
        try execution.poll()
        if try !visit(element) { return }
      }
    }
  }

  // MARK: Implementation

  /// Runs a loop over elements. As in Python, its own line is reached again after each pass.
  private func loop(
    _ statement: Statement, _ target: Expression, over iterable: Expression, _ body: [Statement],
    _ otherwise: [Statement]
  ) throws -> Flow {
    let value = try evaluate(iterable)
    var result = Flow.onward
    var isBroken = false
    try iterate(value, at: iterable.range) { element in
      try assign(element, to: target)
      switch try execute(body) {
      case .breaking:
        isBroken = true
        return false
      case .returning(let value):
        result = .returning(value)
        isBroken = true
        return false
      case .onward, .continuing:
        trace?.reach(statement)
        return true
      }
    }
    return isBroken ? result : try execute(otherwise)
  }

  private func augment(
    _ target: Expression, _ op: BinaryOperator, _ expression: Expression, at range: SourceRange
  ) throws {
    let current = try evaluate(target)
    let value = try evaluate(expression)
    if case .list(let list) = current, op == .add {
      guard let more = value.sequence else {
        throw failure(.type, "A list takes a list, not \(value.typePhrase).", at: expression.range)
      }
      list.elements += more
      for part in more { execution.cycles.noteStore(of: part, in: current) }
      return
    }
    try assign(try placing(range) { try Value.combine(current, value, by: op) }, to: target)
  }
}

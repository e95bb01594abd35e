/// The arguments of a call, worked out, with their places.
package struct CallArguments {
  var positional: [Value]
  package var named: [(name: String, value: Value)]
  /// The places of the positional and then of the named arguments; may be shorter.
  var ranges: [SourceRange]

  /// Positional arguments only, without places.
  package init(_ positional: [Value]) {
    self.positional = positional
    named = []
    ranges = []
  }
}

extension Evaluator {
  /// Makes a function with the names in reach.
  package func function(_ definition: FunctionDefinition) throws -> Value {
    let defaults = try definition.parameters.map { parameter in
      try parameter.defaultValue.map { try evaluate($0) }
    }
    // A function that its own scope holds holds itself.
    if scope !== execution.globals { execution.cycles.track(scope) }
    return .object(FunctionObject(definition, defaults: defaults, source: source, scope: scope))
  }

  /// Calls what an expression names.
  package func call(_ callee: Expression, _ arguments: [Argument], at range: SourceRange) throws -> Value {
    let function: Value
    if case .attribute(let object, let name) = callee.kind {
      let brackets = SourceRange(start: callee.range.end, end: range.end)
      function = try attribute(name, of: object, calledWith: brackets, at: callee.range)
    } else {
      function = try evaluate(callee)
    }
    var values = CallArguments([])
    var namedRanges: [SourceRange] = []
    for argument in arguments {
      let value = try evaluate(argument.value)
      switch argument.form {
      case .positional:
        values.positional.append(value)
        values.ranges.append(argument.range)
      case .keyword(let name):
        values.named.append((name, value))
        namedRanges.append(argument.range)
      case .unpackedSequence:
        try iterate(value, at: argument.range) {
          values.positional.append($0)
          values.ranges.append(argument.range)
          return true
        }
      case .unpackedDict:
        guard case .dict(let dict) = value else {
          throw failure(.type, "'**' takes a dict, not \(value.typePhrase).", at: argument.range)
        }
        for case (.string(let name), let value) in zip(dict.keys, dict.values) {
          values.named.append((name, value))
          namedRanges.append(argument.range)
        }
      }
    }
    values.ranges += namedRanges
    if case .name(let name) = callee.kind, function.callable == nil,
      execution.table.command(named: name) != nil
    {
      throw failure(
        .type, "The variable '\(name)' is \(function.typePhrase) and hides the command \(name)().",
        hint: "'del \(name)' brings the command back.", at: range
      )
    }
    if case .attribute = callee.kind, function.callable == nil {
      throw failure(
        .type, "\(function.typePhrase.sentenceStart) cannot be called.",
        hint: "Leave the brackets out: \(source[callee.range]).", at: range
      )
    }
    return try call(function, values, at: range)
  }

  /// Calls a value.
  package func call(_ callee: Value, _ arguments: CallArguments, at range: SourceRange?) throws -> Value {
    try execution.checkStack(at: range, in: source)
    guard let callable = callee.callable else { throw notCallable(callee, at: range) }
    return try callable.call(arguments, by: self, at: range)
  }

  /// Runs a command.
  package func run(_ command: Command, _ arguments: CallArguments, at range: SourceRange?) throws -> Value {
    try placing(range) { try command(arguments, in: execution) }
  }

  // MARK: Implementation

  private func notCallable(_ value: Value, at range: SourceRange?) -> Diagnostic {
    let hint =
      value.type.callHint
      ?? (value.sequence == nil ? nil : "An element is taken with square brackets: [0].")
    return failure(
      .type, "\(value.typePhrase.sentenceStart) cannot be called.", hint: hint, at: range
    )
  }

  /// Runs a function.
  package func run(_ function: FunctionObject, _ arguments: CallArguments, at range: SourceRange?) throws
    -> Value
  {
    guard callDepth < Self.maximumCalls else {
      throw failure(
        .recursion, "'\(function.definition.name)' calls itself too deeply.",
        hint: "Does the function ever stop?",
        at: range
      )
    }
    let frame = Scope(parent: function.scope)
    try placing(range) { try bind(arguments, to: function, in: frame) }
    let (outerScope, outerSource) = (scope, source)
    scope = frame
    source = function.source
    callDepth += 1
    trace?.enter(function.definition.name, source: function.source, scope: frame)
    defer {
      trace?.leave()
      scope = outerScope
      source = outerSource
      callDepth -= 1
    }
    do {
      if case .returning(let value) = try execute(function.definition.body) { return value }
      return .none
    } catch {
      var diagnostic = diagnostic(of: error, at: nil)
      trace?.fail(diagnostic)
      diagnostic.calls.append(
        Diagnostic.Call(name: function.definition.name, range: range, source: outerSource))
      throw diagnostic
    }
  }

  /// Binds arguments to the parameters of a function by Python's rules.
  private func bind(_ arguments: CallArguments, to function: FunctionObject, in frame: Scope) throws {
    let parameters = function.definition.parameters
    let name = function.definition.name
    let plain = parameters.filter { $0.stars == 0 }
    // What stands behind `*rest`, or behind a `*` alone, is given by name only.
    let byPlace = parameters.prefix { $0.stars == 0 }
    var rest: [Value] = []
    for (index, value) in arguments.positional.enumerated() {
      if index < byPlace.count { frame.bind(byPlace[index].name, to: value) } else { rest.append(value) }
    }
    if let star = parameters.first(where: { $0.stars == 1 }), !star.name.isEmpty {
      frame.bind(star.name, to: .tuple(rest))
    } else if !rest.isEmpty {
      throw Call.tooMany(
        arguments.positional.count, to: name, taking: byPlace.count, signature: function.signature,
        at: arguments.ranges.dropFirst(byPlace.count).first)
    }
    let extra = DictObject()
    for (index, argument) in arguments.named.enumerated() {
      let place = arguments.ranges.dropFirst(arguments.positional.count + index).first
      if let position = plain.firstIndex(where: { $0.name == argument.name }) {
        if position < byPlace.count, position < arguments.positional.count {
          throw Diagnostic(.type, "\(name)() gets '\(argument.name)' twice.", at: place)
        }
        frame.bind(argument.name, to: argument.value)
      } else if parameters.contains(where: { $0.stars == 2 }) {
        try extra.set(.string(argument.name), to: argument.value)
      } else {
        throw Call.unknownParameter(argument.name, of: name, known: plain.map(\.name), at: place)
      }
    }
    if let star = parameters.first(where: { $0.stars == 2 }) { frame.bind(star.name, to: .dict(extra)) }
    for (parameter, value) in zip(parameters, function.defaults)
    where parameter.stars == 0 && frame.values[parameter.name] == nil {
      guard let value else {
        throw Diagnostic(
          .type, "\(name)() needs a value for '\(parameter.name)'.", hint: "It is \(function.signature).")
      }
      frame.bind(parameter.name, to: value)
    }
  }
}

import Ground

/// A call of a command: its arguments, checked and converted, and the run it belongs to.
package struct Call {
  package let command: Command
  /// The run of the cell that calls.
  package let execution: Execution
  /// The named arguments without a parameter, where the command takes any name.
  package private(set) var extra: [(name: String, value: Value)] = []
  private var arguments: [AnyBox?]
  private var given: [Bool]
  private var ranges: [SourceRange?]

  /// The argument of one of the command's parameters.
  package subscript<Argument>(parameter: Parameter<Argument>) -> Argument {
    guard let box = arguments[parameter.index] as? Box<Argument> else {
      preconditionFailure("\(command.name)() has no such parameter '\(parameter.name)'")
    }
    return box.content
  }

  /// Where the output goes.
  package var sink: any DisplaySink { execution.sink }
  /// The request to stop.
  package var cancellation: Cancellation { execution.cancellation }

  /// Whether the call gives this parameter.
  package func isGiven<Argument>(_ parameter: Parameter<Argument>) -> Bool { given[parameter.index] }

  /// Does something whose errors belong to one argument.
  ///
  /// - Parameters:
  ///   - kind: the kind its errors have, where it is not their own.
  ///   - hint: what to do, where an error does not say it.
  package func placing<Argument, Result>(
    _ parameter: Parameter<Argument>, as kind: Diagnostic.Kind? = nil, hint: String? = nil,
    _ body: () throws -> Result
  ) throws -> Result {
    do { return try body() } catch {
      var placed = Diagnostic(describing: error)
      guard placed.kind != .interrupted else { throw placed }
      if let kind { placed.kind = kind }
      placed.hint = placed.hint ?? hint
      placed.range = placed.range ?? ranges[parameter.index]
      throw placed
    }
  }

  /// An error about one argument's value, placed there.
  package func error<Argument>(_ message: String, hint: String? = nil, of parameter: Parameter<Argument>)
    -> Diagnostic
  {
    error(.value, message, hint: hint, of: parameter)
  }

  /// An error about one argument, placed there.
  package func error<Argument>(
    _ kind: Diagnostic.Kind, _ message: String, hint: String? = nil, of parameter: Parameter<Argument>
  ) -> Diagnostic {
    Diagnostic(kind, message, hint: hint, at: ranges[parameter.index])
  }
}

// MARK: Binding

extension Call {
  /// Binds and checks the arguments of a call by Python's rules.
  ///
  /// - Throws: ``Diagnostic``, placed at the argument that does not fit.
  package init(_ call: CallArguments, of command: Command, in execution: Execution) throws(Diagnostic) {
    self.command = command
    self.execution = execution
    let parameters = command.parameters
    arguments = parameters.map(\.usual)
    given = parameters.map { _ in false }
    ranges = parameters.map { _ in nil }
    let variadic = parameters.firstIndex(where: \.isVariadic)
    let byPosition = variadic ?? parameters.count
    var rest: [AnyBox] = []
    for (position, value) in call.positional.enumerated() {
      let range = call.range(at: position)
      if position < byPosition {
        try set(position, to: value, at: range)
      } else if let variadic {
        rest.append(try fitting(value, to: parameters[variadic], at: range))
      } else {
        let hidden = parameters.count - command.visibleParameters.count
        throw Self.tooMany(
          call.positional.count - hidden, to: command.name, taking: byPosition - hidden,
          signature: command.signature, at: range)
      }
    }
    if let variadic { arguments[variadic] = parameters[variadic].gather(rest) }
    for (position, argument) in call.named.enumerated() {
      let range = call.range(at: call.positional.count + position)
      guard let index = command.parameterIndex(named: argument.name) else {
        if command.takesAnyName {
          extra.append((argument.name, argument.value))
          continue
        }
        throw Self.unknownParameter(
          argument.name, of: command.name, known: command.visibleParameters.map(\.name), at: range)
      }
      if given[index] {
        throw Diagnostic(.type, "\(command.name)() gets '\(parameters[index].name)' twice.", at: range)
      }
      try set(index, to: argument.value, at: range)
    }
    if let missing = arguments.firstIndex(where: { $0 == nil }) {
      throw Diagnostic(
        .type, "\(command.name)() needs a value for '\(parameters[missing].name)'.",
        hint: "It is \(command.signature).")
    }
  }

  /// The error of a call with more positional arguments than the function takes.
  static func tooMany(
    _ given: Int, to function: String, taking count: Int, signature: String, at range: SourceRange?
  ) -> Diagnostic {
    let taken = count == 0 ? "no arguments" : count == 1 ? "at most 1 argument" : "at most \(count) arguments"
    return Diagnostic(
      .type, "\(function)() takes \(taken), but \(given) \(given == 1 ? "is" : "are") given.",
      hint: "It is \(signature).", at: range)
  }

  /// The error of an argument whose name no parameter has.
  static func unknownParameter(
    _ name: String, of function: String, known: [String], at range: SourceRange?
  ) -> Diagnostic {
    let message = "\(function)() has no parameter '\(name)'."
    if let near = Spelling.nearest(to: name, in: known) ?? known.first(where: { $0.hasPrefix(name) }) {
      return Diagnostic(.type, message, hint: "Did you mean '\(near)'?", at: range)
    }
    let hint =
      known.isEmpty ? "It takes no arguments." : "Its parameters are \(known.joined(separator: ", "))."
    return Diagnostic(.type, message, hint: hint, at: range)
  }

  private mutating func set(_ index: Int, to value: Value, at range: SourceRange?) throws(Diagnostic) {
    arguments[index] = try fitting(value, to: command.parameters[index], at: range)
    given[index] = true
    ranges[index] = range
  }

  /// The argument that a value is, or that a control stands for at this moment.
  private func fitting(
    _ value: Value, to parameter: ParameterDeclaration, at range: SourceRange?
  ) throws(Diagnostic) -> AnyBox {
    if let box = parameter.convert(value) ?? value.settled.flatMap(parameter.convert) { return box }
    throw Diagnostic(
      .type,
      "\(command.name)() needs '\(parameter.name)' to be \(parameter.phrase), not \(value.shownInErrors).",
      hint: parameter.remedy(value), at: range)
  }
}

extension Value {
  /// The value as an error about an argument names it: as it is written where that is short, an array by its shape.
  fileprivate var shownInErrors: String {
    if case .object(let object) = self { return object.phrase }
    let text = representation
    return text.count <= 40 ? text : typePhrase
  }
}

extension CallArguments {
  /// The place of one of the positional and then the named arguments.
  fileprivate func range(at position: Int) -> SourceRange? {
    position < ranges.count ? ranges[position] : nil
  }
}

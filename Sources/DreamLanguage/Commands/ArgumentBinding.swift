import DreamKit
import Ground

/// Fits the arguments of a call to the parameters of a command, by Python's rules.
enum ArgumentBinding {
  /// Binds and checks all arguments.
  ///
  /// - Throws: ``Diagnostic``, placed at the argument that does not fit.
  static func bind(_ call: CallArguments, to command: Command) throws(Diagnostic) -> Arguments {
    let parameters = command.parameters
    let plain = parameters.filter { !$0.isVariadic }
    let variadic = parameters.first(where: \.isVariadic)
    let before = variadic.map { star in parameters.prefix { $0.name != star.name }.count } ?? plain.count
    let hidden = parameters.count - command.visibleParameters.count
    var bound = Arguments(command: command)
    for (index, value) in call.positional.enumerated() {
      let range = index < call.ranges.count ? call.ranges[index] : nil
      if index < before {
        try bound.set(plain[index], to: value, at: range)
      } else if let variadic {
        bound.rest.append(try bound.fitting(value, to: variadic, at: range))
      } else {
        throw tooMany(
          call.positional.count - hidden, to: command.name, taking: plain.count - hidden,
          signature: command.signature, at: range)
      }
    }
    for (index, argument) in call.named.enumerated() {
      let place = call.positional.count + index
      let range = place < call.ranges.count ? call.ranges[place] : nil
      let found =
        plain.first { $0.name == argument.name } ?? plain.first { $0.aliases.contains(argument.name) }
      guard let parameter = found, parameter.name != "self" else {
        if command.takesAnyName {
          bound.extra.append((argument.name, argument.value))
          continue
        }
        throw unknownParameter(
          argument.name, of: command.name, known: command.visibleParameters.map(\.name), at: range)
      }
      if bound.isGiven(parameter.name) {
        throw Diagnostic(.type, "\(command.name)() gets '\(argument.name)' twice.", at: range)
      }
      try bound.set(parameter, to: argument.value, at: range)
    }
    for parameter in plain where !bound.isGiven(parameter.name) {
      guard let value = parameter.defaultValue else {
        throw Diagnostic(
          .type, "\(command.name)() needs a value for '\(parameter.name)'.",
          hint: "It is \(command.signature).")
      }
      bound.values[parameter.name] = value
    }
    return bound
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
}

/// The arguments of a call, checked against the command's parameters.
struct Arguments {
  let command: Command
  /// The values by parameter, in the form the parameter's type gives them.
  fileprivate(set) var values: [String: Value] = [:]
  /// The further positional arguments, where the command takes any number.
  fileprivate(set) var rest: [Value] = []
  /// The named arguments without a parameter, where the command takes any name.
  fileprivate(set) var extra: [(name: String, value: Value)] = []
  /// The controls whose present values are arguments.
  private(set) var controls: [String: ControlObject] = [:]
  private var ranges: [String: SourceRange] = [:]
  private var given: Set<String> = []

  fileprivate init(command: Command) { self.command = command }

  fileprivate mutating func set(_ parameter: Parameter, to value: Value, at range: SourceRange?)
    throws(Diagnostic)
  {
    values[parameter.name] = try fitting(value, to: parameter, at: range)
    given.insert(parameter.name)
    if case .object(let object) = value { controls[parameter.name] = object as? ControlObject }
    ranges[parameter.name] = range
  }

  /// The value in the form the parameter's type gives it.
  fileprivate func fitting(_ value: Value, to parameter: Parameter, at range: SourceRange?)
    throws(Diagnostic) -> Value
  {
    guard let fitting = parameter.type.convert(value) ?? value.settled.flatMap(parameter.type.convert) else {
      throw Diagnostic(
        .type,
        "\(command.name)() needs '\(parameter.name)' to be \(parameter.type.phrase), not \(Self.shown(value)).",
        hint: parameter.type.remedy(value), at: range)
    }
    return fitting
  }

  /// A value as an error names it: as it is written where that is short, an array by its shape.
  private static func shown(_ value: Value) -> String {
    if case .object(let object) = value {
      if let array = object as? TensorObject {
        let shape = array.tensor.shape
        return shape.rank > 0 ? "a Tensor of shape \(shape)" : value.representation
      }
      if !(object is DTypeObject || object is ImageObject) { return value.typePhrase }
    }
    let text = value.representation
    return text.count <= 40 ? text : value.typePhrase
  }

  /// Whether the call gives this parameter.
  func isGiven(_ name: String) -> Bool { given.contains(name) }

  /// The value of a parameter.
  subscript(name: String) -> Value { values[name] ?? .none }

  /// Whether the parameter is None.
  func isNone(_ name: String) -> Bool { if case .none = self[name] { true } else { false } }

  /// A whole number, or nil where it is None.
  func integer(_ name: String) -> Int? { self[name].wholeNumber }

  /// A number; 0 where it is None.
  func number(_ name: String) -> Double { self[name].number ?? 0 }

  /// A step size: that of a control is read afresh before each step.
  func stepSize(_ name: String) -> StepSize {
    let first = Float(number(name))
    guard let control = controls[name] else { return StepSize(first) }
    return StepSize(reading: control.reader(or: first))
  }

  /// A string, or nil where it is None.
  func string(_ name: String) -> String? { if case .string(let text) = self[name] { text } else { nil } }

  /// Whether a flag is set.
  func flag(_ name: String) -> Bool { if case .bool(let value) = self[name] { value } else { false } }

  /// A tensor, or the levels of an image.
  func tensor(_ name: String) -> Tensor { self[name].tensor ?? Tensor(0) }

  /// Two whole numbers, or nil where it is None.
  func pair(_ name: String) -> (Int, Int)? {
    guard case .tuple(let tuple) = self[name], tuple.elements.count >= 2 else { return nil }
    guard let first = tuple.elements[0].wholeNumber, let second = tuple.elements[1].wholeNumber else {
      return nil
    }
    return (first, second)
  }

  /// A thing of one kind, or nil where it is None.
  func object<T: LanguageObject>(_ name: String, as type: T.Type) -> T? {
    if case .object(let object) = self[name] { object as? T } else { nil }
  }

  /// Does something whose errors belong to one argument.
  ///
  /// - Parameters:
  ///   - kind: the kind its errors have, where it is not their own.
  ///   - hint: what to do, where an error does not say it.
  func placing<T>(
    _ name: String, as kind: Diagnostic.Kind? = nil, hint: String? = nil, _ body: () throws -> T
  ) throws -> T {
    do { return try body() } catch {
      var placed = Diagnostic(describing: error)
      guard placed.kind != .interrupted else { throw placed }
      if let kind { placed.kind = kind }
      placed.hint = placed.hint ?? hint
      placed.range = placed.range ?? ranges[name]
      throw placed
    }
  }

  /// The values of an image that a network shall see.
  ///
  /// - Throws: ``Diagnostic``, placed at the image, where it is too small.
  func image(_ name: String, for network: Network) throws -> Tensor {
    var image = tensor(name)
    if image.shape.rank == 4 { image = image.selecting([.index(0)]) }
    try placing(name) { try network.check(height: image.shape[0], width: image.shape[1]) }
    return image
  }

  /// The values of an image in [-1, 1] that a network shall see.
  ///
  /// - Throws: ``Diagnostic``, placed at the image, where it is too small, or where its values are surely levels in
  ///   [0, 255], as where preprocess_input was forgotten.
  func normalizedImage(_ name: String, for network: Network) throws -> Tensor {
    let image = try image(name, for: network)
    if self[name].picture != nil || image.holdsLevels {
      throw error(
        "These values are levels in [0, 255], but a network sees values in [-1, 1].",
        hint: "Write preprocess_input(…) around them.", of: name)
    }
    return image
  }

  /// The levels of an image in [0, 255].
  ///
  /// - Throws: ``Diagnostic``, placed at the image, where its values surely are none, as where it was preprocessed
  ///   already.
  func levels(_ name: String) throws -> Tensor {
    let image = tensor(name)
    if image.liesInUnitRange {
      throw error(
        "These values lie in [-1, 1], but \(command.name)() takes levels in [0, 255] and preprocesses them itself.",
        hint: "Give the image as it was before preprocess_input, or deprocess(…) it.", of: name)
    }
    return image
  }

  /// An error about one argument's value, placed there.
  func error(_ message: String, hint: String? = nil, of name: String) -> Diagnostic {
    error(.value, message, hint: hint, of: name)
  }

  /// An error about one argument, placed there.
  func error(_ kind: Diagnostic.Kind, _ message: String, hint: String? = nil, of name: String) -> Diagnostic {
    Diagnostic(kind, message, hint: hint, at: ranges[name])
  }
}

/// A function defined in a cell.
final class FunctionObject: ContainerObject, Callable {
  let definition: FunctionDefinition
  private(set) var defaults: [Value?]
  let source: SourceText
  /// The names in reach where it was defined; nil only while it is let go.
  private(set) var scope: Scope?

  init(_ definition: FunctionDefinition, defaults: [Value?], source: SourceText, scope: Scope) {
    self.definition = definition
    self.defaults = defaults
    self.source = source
    self.scope = scope
  }

  override var contents: [ContainerObject] {
    defaults.compactMap { $0?.container } + (scope.map { [$0] } ?? [])
  }
  override func removeContents() { (defaults, scope) = ([], nil) }

  deinit { release() }

  var type: TypeDescriptor { .function }
  var representation: String { "<function \(signature)>" }

  var signature: String {
    let parameters = zip(definition.parameters, defaults).map { parameter, value in
      String(repeating: "*", count: parameter.stars) + parameter.name
        + (value.map { "=\($0.representation)" } ?? "")
    }
    return "\(definition.name)(\(parameters.joined(separator: ", ")))"
  }

  var parameters: [CallParameter] {
    zip(definition.parameters, defaults).filter { $0.0.stars == 0 }.map {
      CallParameter(name: $0.name, defaultValue: $1)
    }
  }

  func call(_ arguments: CallArguments, by evaluator: Evaluator, at range: SourceRange?) throws -> Value {
    try evaluator.run(self, arguments, at: range)
  }
}

/// A function defined in a cell.
package final class FunctionObject: ContainerObject, Callable {
  package let definition: FunctionDefinition
  private(set) var defaults: [Value?]
  package let source: SourceText
  /// The names in reach where it was defined; nil only while it is let go.
  private(set) var scope: Scope?

  package init(_ definition: FunctionDefinition, defaults: [Value?], source: SourceText, scope: Scope) {
    self.definition = definition
    self.defaults = defaults
    self.source = source
    self.scope = scope
  }

  package override var contents: [ContainerObject] {
    defaults.compactMap { $0?.container } + (scope.map { [$0] } ?? [])
  }
  package override func removeContents() { (defaults, scope) = ([], nil) }

  deinit { release() }

  package var type: TypeDescriptor { .function }
  package var representation: String { "<function \(signature)>" }

  package var signature: String {
    let parameters = zip(definition.parameters, defaults).map { parameter, value in
      String(repeating: "*", count: parameter.stars) + parameter.name
        + (value.map { "=\($0.representation)" } ?? "")
    }
    return "\(definition.name)(\(parameters.joined(separator: ", ")))"
  }

  package var parameters: [CallParameter] {
    zip(definition.parameters, defaults).filter { $0.0.stars == 0 }.map {
      CallParameter(name: $0.name, defaultValue: $1)
    }
  }

  package func call(_ arguments: CallArguments, by evaluator: Evaluator, at range: SourceRange?) throws
    -> Value
  {
    try evaluator.run(self, arguments, at: range)
  }
}

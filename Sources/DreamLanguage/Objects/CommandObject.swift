/// A command of the table as a value.
package final class CommandObject: Callable, Comparing {
  package let declaration: Command
  package init(_ declaration: Command) { self.declaration = declaration }
  package var type: TypeDescriptor { .command }
  package var representation: String { "<command \(declaration.signature)>" }
  package var signature: String { declaration.signature }
  package var parameters: [CallParameter] { declaration.callParameters }
  package var command: Command? { declaration }

  package func call(_ arguments: CallArguments, by evaluator: Evaluator, at range: SourceRange?) throws
    -> Value
  {
    try evaluator.run(declaration, arguments, at: range)
  }

  /// A command that makes values of a type equals the type's name, as `type(x)` gives it: `type(x) == int`.
  package func isEqual(to other: Value) throws(Diagnostic) -> Bool? {
    if case .string(let name) = other { declaration.type?.name == name } else { nil }
  }
}

/// A method together with the value it belongs to.
final class BoundMethod: ContainerObject, Callable {
  private(set) var receiver: Value
  let declaration: Command
  init(_ declaration: Command, of receiver: Value) {
    self.declaration = declaration
    self.receiver = receiver
  }

  override var contents: [ContainerObject] { receiver.container.map { [$0] } ?? [] }
  override func removeContents() { receiver = .none }

  deinit { release() }

  var type: TypeDescriptor { .method }
  var representation: String { "<method \(declaration.signature) of \(receiver.typePhrase)>" }
  var signature: String { declaration.signature }
  var parameters: [CallParameter] { declaration.callParameters }
  var command: Command? { declaration }

  func call(_ arguments: CallArguments, by evaluator: Evaluator, at range: SourceRange?) throws -> Value {
    var arguments = arguments
    arguments.positional.insert(receiver, at: 0)
    if let range { arguments.ranges.insert(range, at: 0) }
    // A method may put what it is given into its value.
    for value in arguments.positional.dropFirst() {
      evaluator.execution.cycles.noteStore(of: value, in: receiver)
    }
    return try evaluator.run(declaration, arguments, at: range)
  }
}

extension Command {
  /// The parameters that a caller gives by name.
  var callParameters: [CallParameter] {
    visibleParameters.filter { !$0.isVariadic }.map {
      CallParameter(name: $0.name, defaultValue: $0.defaultValue, completion: $0.completion)
    }
  }
}

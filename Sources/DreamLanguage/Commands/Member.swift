/// An attribute or a method of a type of values.
package struct Member {
  /// What it gives.
  package enum Kind {
    case property((Value) throws -> Value)
    case method(Command)
  }
  package let name: String
  package let summary: String
  package let kind: Kind

  /// An attribute that is read from a value of one type.
  package static func property<Receiver>(
    _ name: String, _ summary: String, of type: ParameterType<Receiver>,
    _ read: @escaping (Receiver) throws -> Value
  ) -> Member {
    Member(
      name: name, summary: summary,
      kind: .property { value in
        guard let receiver = type.convert(value) else {
          throw Diagnostic(.type, "'\(name)' is an attribute of \(type.phrase), not of \(value.typePhrase).")
        }
        return try read(receiver)
      })
  }

  /// A method of the values of one type.
  ///
  /// - Parameter declare: declares its parameters and returns what a call does with the value and the arguments.
  package static func method<Receiver>(
    _ name: String, _ summary: String, of type: ParameterType<Receiver>, discussion: String = "",
    result: String = "None", examples: [Command.Example] = [], takesAnyName: Bool = false,
    _ declare: (_ takes: Parameters) -> (Receiver, Call) throws -> Value
  ) -> Member {
    let command = Command(
      name, .basics, summary, discussion: discussion, result: result, examples: examples,
      takesAnyName: takesAnyName
    ) { takes in
      let receiver = takes("self", type)
      let body = declare(takes)
      return { call in try body(call[receiver], call) }
    }
    return Member(name: name, summary: summary, kind: .method(command))
  }
}

/// A parameter of a command, and the key to its argument: where `sigma` is declared as a number, `call[sigma]` is a
/// `Double`.
///
/// Only a command's ``Parameters`` make one, so that a body cannot read a parameter that its command has not.
package struct Parameter<Argument> {
  /// The name in a call.
  package let name: String
  /// Which of the command's parameters it is, counted from 0.
  package let index: Int

  fileprivate init(_ name: String, index: Int) {
    self.name = name
    self.index = index
  }
}

/// Declares the parameters of a command, in the order of a call:
///
///     Command("blur", .images, "Blurs with a Gaussian.") { takes in
///       let img = takes("img", .picture, "The picture.")
///       let sigma = takes("sigma", .number(above: 0), "How far it blurs.", unit: "pixels", default: 2)
///       return { call in try call[img].mapTensor { try $0.blurred(sigma: call[sigma]) } }
///     }
package final class Parameters {
  /// What was declared so far.
  private(set) var declarations: [ParameterDeclaration] = []

  /// Declares a parameter that a call must give.
  ///
  /// - Parameters:
  ///   - name: the name in a call.
  ///   - type: what it takes.
  ///   - documentation: one sentence.
  ///   - unit: what its numbers count.
  ///   - completion: where its values can be completed from.
  ///   - aliases: the names it has in the paper's libraries: `size` for the shape of `tf.image.resize`.
  package func callAsFunction<Argument>(
    _ name: String, _ type: ParameterType<Argument>, _ documentation: String = "", unit: String? = nil,
    completion: ParameterDeclaration.CompletionSource? = nil, aliases: [String] = []
  ) -> Parameter<Argument> {
    declare(name, type, documentation, unit, completion, aliases)
  }

  /// Declares a parameter with a default.
  ///
  /// - Parameter shown: the default as signatures show it, where that is not its plain value.
  package func callAsFunction<Argument: ValueRepresentable>(
    _ name: String, _ type: ParameterType<Argument>, _ documentation: String = "", unit: String? = nil,
    default argument: Argument, shown: Value? = nil, completion: ParameterDeclaration.CompletionSource? = nil,
    aliases: [String] = []
  ) -> Parameter<Argument> {
    declare(name, type, documentation, unit, completion, aliases, (argument, shown ?? argument.value))
  }

  /// Declares a parameter that is None where a call does not give it.
  package func optional<Argument>(
    _ name: String, _ type: ParameterType<Argument>, _ documentation: String = "", unit: String? = nil,
    completion: ParameterDeclaration.CompletionSource? = nil, aliases: [String] = []
  ) -> Parameter<Argument?> {
    declare(name, .optional(type), documentation, unit, completion, aliases, (nil, .none))
  }

  /// Declares a parameter that takes all further positional arguments; those declared after it are given by name.
  package func rest<Argument>(
    _ name: String, _ type: ParameterType<Argument>, _ documentation: String
  ) -> Parameter<[Argument]> {
    declarations.append(
      ParameterDeclaration(
        name: name, phrase: type.phrase, documentation: documentation, isVariadic: true, remedy: type.remedy,
        convert: { type.convert($0).map(Box.init) }, usual: Box<[Argument]>([]),
        gather: { Box($0.compactMap { ($0 as? Box<Argument>)?.content }) }))
    return Parameter(name, index: declarations.count - 1)
  }

  // MARK: Implementation

  private func declare<Argument>(
    _ name: String, _ type: ParameterType<Argument>, _ documentation: String, _ unit: String?,
    _ completion: ParameterDeclaration.CompletionSource?, _ aliases: [String],
    _ usual: (argument: Argument, shown: Value)? = nil
  ) -> Parameter<Argument> {
    declarations.append(
      ParameterDeclaration(
        name: name, phrase: type.phrase, unit: unit, defaultValue: usual?.shown, documentation: documentation,
        completion: completion, aliases: aliases, remedy: type.remedy,
        convert: { type.convert($0).map(Box.init) }, usual: usual.map { Box($0.argument) }))
    return Parameter(name, index: declarations.count - 1)
  }
}

/// What calls, help and completion know of a parameter, whatever the type of its argument.
package struct ParameterDeclaration {
  /// Where a parameter's values can be completed from.
  package enum CompletionSource {
    case paths
    case choices([String])
    /// Names of one kind that the value of the method and the session's variables give, best first.
    case names(kind: String, (_ receiver: Value?, _ variables: [Value]) -> [String])
  }

  package let name: String
  /// What it takes, as an error names it: "a whole number from 0 up".
  package let phrase: String
  /// What its numbers count.
  package var unit: String?
  /// What it is where a call does not give it; nil where a call must.
  package var defaultValue: Value?
  /// One sentence.
  let documentation: String
  package var completion: CompletionSource?
  /// Whether it takes all further positional arguments.
  var isVariadic = false
  /// The names it has in the paper's libraries.
  package var aliases: [String] = []
  /// What to do about a value that does not fit, where that is known.
  package let remedy: (Value) -> String?
  /// The argument that a value is, or nil where it does not fit.
  package let convert: (Value) -> AnyBox?
  /// The argument where a call gives none.
  package let usual: AnyBox?
  /// One argument of several, where it takes all further ones.
  var gather: ([AnyBox]) -> AnyBox? = { $0.first }

  /// The parameter as a signature shows it.
  package var signature: String {
    isVariadic ? "*\(name)" : defaultValue.map { "\(name)=\($0.representation)" } ?? name
  }
}

/// An argument of any type.
package class AnyBox {}

/// An argument of one type.
final class Box<Content>: AnyBox {
  let content: Content
  init(_ content: Content) { self.content = content }
}

/// A Swift type whose values the language has too, so that a default can be shown.
package protocol ValueRepresentable {
  /// The value of the language.
  var value: Value { get }
}

extension Value: ValueRepresentable { package var value: Value { self } }
extension Bool: ValueRepresentable { package var value: Value { .bool(self) } }
extension Int: ValueRepresentable { package var value: Value { .int(self) } }
extension Double: ValueRepresentable { package var value: Value { .float(self) } }
extension String: ValueRepresentable { package var value: Value { .string(self) } }
extension Array: ValueRepresentable where Element: ValueRepresentable {
  package var value: Value { .list(map(\.value)) }
}
extension Optional: ValueRepresentable where Wrapped: ValueRepresentable {
  package var value: Value { self?.value ?? .none }
}

/// A type of values: its name, and the attributes and methods that all of them have.
///
/// Unchecked `Sendable`: nothing in it changes once it is made, and its members are functions of the values they are given.
package final class TypeDescriptor: @unchecked Sendable {
  /// The name, as `type(x)` gives it.
  package let name: String
  /// The type whose members this one has, too.
  package let base: TypeDescriptor?
  /// The attributes and methods, those of the base first.
  let members: [Member]
  /// What to do in place of calling a value of this type, where that is known.
  package let callHint: String?
  /// What to do in place of using a value of this type in arithmetic, where that is known.
  package let operandHint: String?
  private let byName: [String: Member]

  /// Declares a type.
  package init(
    _ name: String, base: TypeDescriptor? = nil, _ members: [Member] = [], callHint: String? = nil,
    operandHint: String? = nil
  ) {
    self.name = name
    self.base = base
    self.members = (base?.members ?? []) + members
    self.callHint = callHint
    self.operandHint = operandHint
    byName = Dictionary(self.members.map { ($0.name, $0) }) { _, last in last }
  }

  /// The member of a name, or nil.
  func member(_ name: String) -> Member? { byName[name] }

  /// Whether this type is another one or is based on it.
  func isKind(of other: TypeDescriptor) -> Bool { self === other || base?.isKind(of: other) ?? false }

  /// The type as an error message names a value of it: "a list", "an Image".
  package var phrase: String { ("aeiouAEIOU".contains(name.first ?? " ") ? "an " : "a ") + name }
}

extension TypeDescriptor {
  package static let none = TypeDescriptor("NoneType")
  package static let bool = TypeDescriptor("bool", [Members.numpy])
  package static let int = TypeDescriptor("int", [Members.numpy])
  package static let float = TypeDescriptor("float", [Members.numpy, Members.isInteger])
  package static let string = TypeDescriptor("str", Members.strings)
  package static let list = TypeDescriptor("list", Members.lists)
  package static let tuple = TypeDescriptor("tuple", [Members.numpy] + Members.searches)
  package static let dict = TypeDescriptor("dict", Members.dicts)
  package static let range = TypeDescriptor("range")
  package static let command = TypeDescriptor("command")
  package static let method = TypeDescriptor("method")
  package static let function = TypeDescriptor("function")
  package static let module = TypeDescriptor("module")
  package static let stream = TypeDescriptor("stream")

  /// The types of the language itself.
  package static let all = [
    none, bool, int, float, string, list, tuple, dict, range, command, method, function, module, stream,
  ]
}

/// A type of values: its name, and the attributes and methods that all of them have.
///
/// Unchecked `Sendable`: nothing in it changes once it is made, and its members are functions of the values they are given.
final class TypeDescriptor: @unchecked Sendable {
  /// The name, as `type(x)` gives it.
  let name: String
  /// The type whose members this one has, too.
  let base: TypeDescriptor?
  /// The attributes and methods, those of the base first.
  let members: [Member]
  /// What to do in place of calling a value of this type, where that is known.
  let callHint: String?
  /// What to do in place of using a value of this type in arithmetic, where that is known.
  let operandHint: String?
  private let byName: [String: Member]

  /// Declares a type.
  init(
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
  var phrase: String { ("aeiouAEIOU".contains(name.first ?? " ") ? "an " : "a ") + name }
}

extension TypeDescriptor {
  static let none = TypeDescriptor("NoneType")
  static let bool = TypeDescriptor("bool", [Members.numpy])
  static let int = TypeDescriptor("int", [Members.numpy])
  static let float = TypeDescriptor("float", [Members.numpy, Members.isInteger])
  static let string = TypeDescriptor("str", Members.strings)
  static let list = TypeDescriptor("list", Members.lists)
  static let tuple = TypeDescriptor("tuple", [Members.numpy] + Members.searches)
  static let dict = TypeDescriptor("dict", Members.dicts)
  static let range = TypeDescriptor("range")
  static let command = TypeDescriptor("command")
  static let method = TypeDescriptor("method")
  static let function = TypeDescriptor("function")
  static let module = TypeDescriptor("module")
  static let stream = TypeDescriptor("stream")

  /// The types of the language itself.
  static let all = [none, bool, int, float, string, list, tuple, dict, range, command, method, function, module, stream]
}

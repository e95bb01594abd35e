import DreamKit

/// An attribute or a method of a type of values.
struct Member {
  /// What it gives.
  enum Kind {
    case property((Value) throws -> Value)
    case method(Command)
  }
  let name: String
  let summary: String
  let kind: Kind

  /// An attribute that is read from the value.
  static func property(_ name: String, _ summary: String, _ read: @escaping (Value) throws -> Value) -> Member
  {
    Member(name: name, summary: summary, kind: .property(read))
  }

  /// An attribute of a thing of one kind.
  static func property<T: DreamObject>(
    _ name: String, _ summary: String, of type: T.Type, _ read: @escaping (T) throws -> Value
  ) -> Member {
    property(name, summary) { value in
      guard case .object(let object) = value, let thing = object as? T else { return .none }
      return try read(thing)
    }
  }

  /// A method; its first parameter, `self`, is the value itself.
  static func method(_ command: Command) -> Member {
    Member(name: command.name, summary: command.summary, kind: .method(command))
  }
}

/// All that the language knows by name: its commands, its constants, and the attributes of its types.
final class CommandTable {
  /// The commands, in the order of their declaration.
  let commands: [Command]
  /// The names that are bound to values from the start.
  let constants: [(name: String, value: Value, summary: String)]
  private let byName: [String: Value]
  private let byAlias: [String: Command]
  private let members: [String: [Member]]

  /// Assembles the table.
  init() {
    commands =
      ImageCommands.all + NetworkCommands.all + DreamCommands.all + OwnDreamCommands.all
      + TensorCommands.all + RandomCommands.all + DisplayCommands.all + FigureCommands.all + CoreCommands.all
    constants = DTypeObject.Name.allCases.filter { $0 != .bool }.map {
      ($0.rawValue, .object(DTypeObject($0)), "A type of numbers, for cast and convert_image_dtype.")
    }
    var byName: [String: Value] = [:]
    var byAlias: [String: Command] = [:]
    for command in commands {
      byName[command.name] = .object(CommandObject(command))
      for alias in command.aliases { byAlias[alias] = command }
    }
    for constant in constants { byName[constant.name] = constant.value }
    self.byName = byName
    self.byAlias = byAlias
    members = Members.byType
  }

  /// The names of all commands and constants.
  var names: [String] { Array(byName.keys) }

  /// The command or constant of a name.
  func value(named name: String) -> Value? { byName[name] }

  /// The command of a name.
  func command(named name: String) -> Command? { commands.first { $0.name == name } }

  /// The command that a name of the paper's libraries stands for.
  func command(alias: String) -> Command? { byAlias[alias] }

  /// What to say about a module of another language, or nil where the name is none.
  func foreignModule(_ name: String) -> String? {
    guard byAlias.keys.contains(where: { $0.hasPrefix(name + ".") }) || Self.modules.contains(name) else {
      return nil
    }
    return "The commands stand on their own here: leave '\(name).' out."
  }

  /// The members of a value's type.
  func members(of value: Value) -> [Member] {
    if case .object(let object) = value, let command = (object as? CommandObject)?.declaration {
      return command.namespace.compactMap { name in
        self.command(named: name).map { inner in
          Member(name: name, summary: inner.summary, kind: .property { _ in .object(CommandObject(inner)) })
        }
      }
    }
    return members[value.typeName] ?? []
  }

  /// The value of an attribute, or nil where there is none.
  func attribute(_ name: String, of value: Value) throws -> Value? {
    guard let member = members(of: value).first(where: { $0.name == name }) else { return nil }
    switch member.kind {
    case .property(let read): return try read(value)
    case .method(let command): return .object(BoundMethod(command, of: value))
    }
  }

  /// The names of a value's attributes.
  func attributeNames(of value: Value) -> [String] { members(of: value).map(\.name) }

  // MARK: Implementation

  private static let modules: Set<String> = [
    "tf", "np", "PIL", "mpl", "plt", "keras", "tensorflow", "numpy", "IPython",
  ]
}

/// All that a session knows by name: commands, constants, modules, and the attributes of the types.
package final class CommandTable {
  /// The commands, in the order of their declaration.
  package let commands: [Command]
  /// The names that are bound to values from the start.
  package let constants: [Constant]
  /// The modules that programs import.
  package let modules: [Module]
  /// What to say about what is not there.
  package let hints: any Hints
  /// The names that the manual uses.
  package let manual: Vocabulary.Manual
  private let byName: [String: Value]
  private let byAlias: [String: Value]
  private let replacements: [String: String]
  private let namespaces: [String: [String]]
  /// The types of values, in alphabetical order.
  package let types: [TypeDescriptor]

  /// Assembles the table.
  package init(_ vocabulary: Vocabulary) {
    (commands, constants, modules) = (vocabulary.commands, vocabulary.constants, vocabulary.modules)
    (hints, manual) = (vocabulary.hints, vocabulary.manual)
    var byName: [String: Value] = [:]
    var byAlias = vocabulary.aliases
    var replacements: [String: String] = [:]
    for command in commands {
      let value = Value.object(CommandObject(command))
      byName[command.name] = value
      for alias in command.aliases { byAlias[alias] = value }
      replacements.merge(command.replaces) { first, _ in first }
    }
    for constant in constants {
      byName[constant.name] = constant.value
      for alias in constant.aliases { byAlias[alias] = constant.value }
    }
    self.byName = byName
    self.byAlias = byAlias
    self.replacements = replacements
    namespaces = Self.namespaces(
      of: Array(byAlias.keys), and: Array(replacements.keys), in: modules.map(\.path))
    types = (TypeDescriptor.all + vocabulary.types).sorted { $0.name < $1.name }
  }

  /// The names of all commands and constants.
  package var names: [String] { Array(byName.keys) }

  /// The command or constant of a name.
  package func value(named name: String) -> Value? { byName[name] }

  /// The command of a name.
  package func command(named name: String) -> Command? { commands.first { $0.name == name } }

  /// The command that a name in a module stands for.
  package func command(alias: String) -> Command? {
    guard case .object(let object)? = byAlias[alias] else { return nil }
    return (object as? CommandObject)?.declaration
  }

  /// The call to write in place of a name in a module that does not work here, `…` for its arguments.
  func replacement(for name: String) -> String? { replacements[name] }

  /// What a name in a module is bound to: a command, a constant, or a module and its parts.
  package func value(alias path: String) -> Value? {
    if let value = byAlias[path] { return value }
    guard namespaces[path] != nil else { return nil }
    return .object(ModuleObject(path, command: commands.first { $0.module == path }))
  }

  /// The names in a module or a part of one, in alphabetical order.
  package func names(in path: String) -> [String] {
    (namespaces[path] ?? []).filter { value(alias: "\(path).\($0)") != nil }
  }

  /// The path in this table of an imported name: `tf.image` of `tensorflow.image`; nil where no module of that name is
  /// known.
  package func path(ofModule name: String) -> String? {
    let matches = modules.filter { name == $0.name || name.hasPrefix($0.name + ".") }
    guard let module = matches.max(by: { $0.name.count < $1.name.count }) else { return nil }
    return module.path + name.dropFirst(module.name.count)
  }

  /// The module whose usual name this is.
  package func module(named name: String) -> Module? {
    modules.first { $0.usualName == name || $0.name == name }
  }

  /// The members of a value's type, or the names in a module.
  func members(of value: Value) -> [Member] {
    guard let path = Self.modulePath(of: value) else { return value.type.members }
    return names(in: path).map { name in
      let inner = self.value(alias: "\(path).\(name)") ?? .none
      return Member.property(
        name, command(alias: "\(path).\(name)")?.summary ?? "A part of \(path).", of: .any
      ) { _ in inner }
    }
  }

  /// The value of an attribute, or nil where there is none.
  package func attribute(_ name: String, of value: Value) throws -> Value? {
    if let path = Self.modulePath(of: value) { return self.value(alias: "\(path).\(name)") }
    if let method = method(name, ofType: value) { return .object(CommandObject(method)) }
    if case .object(let object) = value, let found = try object.attributed?.attribute(name) { return found }
    guard let member = value.type.member(name) else { return nil }
    switch member.kind {
    case .property(let read): return try read(value)
    case .method(let command): return .object(BoundMethod(command, of: value))
    }
  }

  /// The types that have an attribute, in alphabetical order.
  package func types(having attribute: String) -> [TypeDescriptor] {
    types.filter { $0.member(attribute) != nil }
  }

  /// The type of a name, where it has attributes.
  package func type(named name: String) -> TypeDescriptor? {
    types.first { $0.name == name && !$0.members.isEmpty }
  }

  /// The names of a value's attributes.
  package func attributeNames(of value: Value) -> [String] {
    var names: [String] = []
    if case .object(let object) = value { names = object.attributed?.attributeNames ?? [] }
    return names + members(of: value).map(\.name)
  }

  /// The path of the module that a value is, or whose name the command bears that it is.
  static func modulePath(of value: Value) -> String? {
    guard case .object(let object) = value else { return nil }
    return (object as? ModuleObject)?.path ?? (object as? CommandObject)?.declaration.module
  }

  // MARK: Implementation

  /// The method of a type that a command bears the name of, for calls with the value: `str.lower` as the key of sorted().
  private func method(_ name: String, ofType value: Value) -> Command? {
    guard case .object(let object as CommandObject) = value,
      case .method(let method)? = object.declaration.type?.member(name)?.kind
    else { return nil }
    return method
  }

  /// The names in each module and in each part of one. What only has a replacement makes a part, too, so that the error
  /// can name it.
  private static func namespaces(
    of aliases: [String], and replaced: [String], in modules: [String]
  ) -> [String: [String]] {
    var names: [String: Set<String>] = [:]
    for path in aliases + replaced + modules {
      var parts = path.split(separator: ".").map(String.init)
      while let last = parts.popLast(), !parts.isEmpty {
        names[parts.joined(separator: "."), default: []].insert(last)
      }
    }
    for module in modules { names[module, default: []].formUnion([]) }
    return names.mapValues { $0.sorted() }
  }
}

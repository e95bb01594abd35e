/// A module that programs import: a namespace of further names for commands.
package struct Module {
  /// The name in an `import`: `tensorflow`.
  package let name: String
  /// How its names begin in the command table: `tf`.
  package let path: String
  /// What notebooks usually call it.
  package let usualName: String

  /// Declares a module.
  package init(name: String, path: String, usualName: String) {
    (self.name, self.path, self.usualName) = (name, path, usualName)
  }

  /// The import that binds the module to its usual name.
  var statement: String { name == usualName ? "import \(name)" : "import \(name) as \(usualName)" }
}

/// A module, or a part of one such as `tf.image`, as a value.
final class ModuleObject: LanguageObject {
  /// Its path in the command table.
  let path: String
  /// The command that bears the module's own name, as `time` and `display` do.
  let callable: (any Callable)?
  init(_ path: String, command: Command?) {
    self.path = path
    callable = command.map(CommandObject.init)
  }
  var type: TypeDescriptor { .module }
  var representation: String { "<module \(path)>" }
}

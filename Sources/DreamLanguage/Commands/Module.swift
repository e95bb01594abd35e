/// A module that a Python notebook imports: here a namespace of names for DreamKit's own commands.
struct Module {
  /// The name in an `import`: `tensorflow`.
  let name: String
  /// How its names begin in the command table: `tf`.
  let path: String
  /// What notebooks usually call it.
  let usualName: String

  /// The modules of the paper, and the ways to the same names that its readers know.
  static let all = [
    Module(name: "tensorflow", path: "tf", usualName: "tf"),
    Module(name: "keras", path: "tf.keras", usualName: "keras"),
    Module(name: "numpy", path: "np", usualName: "np"),
    Module(name: "matplotlib", path: "mpl", usualName: "mpl"),
    Module(name: "matplotlib.pyplot", path: "mpl.pyplot", usualName: "plt"),
    Module(name: "IPython", path: "IPython", usualName: "IPython"),
    Module(name: "IPython.display", path: "IPython.display", usualName: "display"),
    Module(name: "PIL", path: "PIL", usualName: "PIL"),
    Module(name: "time", path: "time", usualName: "time"),
    Module(name: "sys", path: "sys", usualName: "sys"),
  ]

  /// The path in the command table of an imported name: `tf.image` of `tensorflow.image`; nil where no module of that
  /// name is known.
  static func path(of name: String) -> String? {
    let matches = all.filter { name == $0.name || name.hasPrefix($0.name + ".") }
    guard let module = matches.max(by: { $0.name.count < $1.name.count }) else { return nil }
    return module.path + name.dropFirst(module.name.count)
  }

  /// The module whose usual name this is.
  static func named(usually name: String) -> Module? { all.first { $0.usualName == name || $0.name == name } }

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

/// The names that an application adds to the language.
struct Vocabulary {
  /// The commands, in the order of the manual.
  var commands: [Command] = []
  /// The names that are bound to values from the start.
  var constants: [Constant] = []
  /// The types of values beside the language's own.
  var types: [TypeDescriptor] = []
  /// The modules that programs import.
  var modules: [Module] = []
  /// What further names in modules are bound to.
  var aliases: [String: Value] = [:]
  /// What to say about what is not there.
  var hints: any Hints = NoHints()
  /// What the manual calls the application, and the command and the type that it takes as examples.
  var manual = Manual(product: "The language", command: "print", type: "str")

  /// The names that the manual uses.
  struct Manual {
    let product: String
    let command: String
    let type: String
  }
}

/// A name that is bound to a value from the start.
struct Constant {
  let name: String
  let value: Value
  let summary: String
  /// The names that it has in modules.
  var aliases: [String] = []
}

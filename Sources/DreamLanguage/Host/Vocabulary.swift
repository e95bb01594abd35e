/// The names that an application adds to the language.
package struct Vocabulary {
  /// The commands, in the order of the manual.
  package var commands: [Command] = []
  /// The names that are bound to values from the start.
  package var constants: [Constant] = []
  /// The types of values beside the language's own.
  package var types: [TypeDescriptor] = []
  /// The modules that programs import.
  package var modules: [Module] = []
  /// What further names in modules are bound to.
  package var aliases: [String: Value] = [:]
  /// What to say about what is not there.
  package var hints: any Hints = NoHints()
  /// What the manual calls the application, and the command and the type that it takes as examples.
  package var manual = Manual(product: "The language", command: "print", type: "str")

  /// Adds nothing yet.
  package init() {}

  /// The commands that need nothing but the language.
  package static var basics: Vocabulary {
    var vocabulary = Vocabulary()
    vocabulary.commands = DisplayCommands.all + CoreCommands.all + InputCommands.all
    return vocabulary
  }

  /// The names that the manual uses.
  package struct Manual {
    package let product: String
    package let command: String
    package let type: String

    /// Names them.
    package init(product: String, command: String, type: String) {
      (self.product, self.command, self.type) = (product, command, type)
    }
  }
}

/// A name that is bound to a value from the start.
package struct Constant {
  package let name: String
  package let value: Value
  package let summary: String
  /// The names that it has in modules.
  package let aliases: [String]

  /// Binds a name.
  package init(name: String, value: Value, summary: String, aliases: [String] = []) {
    (self.name, self.value, self.summary, self.aliases) = (name, value, summary, aliases)
  }
}

/// The command was called in a wrong way.
struct UsageError: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

/// The words of a command line, taken from the front.
struct Arguments {
  private var words: ArraySlice<String>

  init(_ words: [String]) { self.words = words[...] }

  /// Whether the words ask what a command's words mean.
  var askForHelp: Bool { words.first == "-h" || words.contains("--help") }

  /// The next word, or nil at the end.
  mutating func next() -> String? { words.popFirst() }

  /// The value that has to follow an option.
  mutating func value(of option: String) throws -> String {
    guard let value = words.popFirst() else { throw UsageError("\(option) needs a value.") }
    return value
  }
}

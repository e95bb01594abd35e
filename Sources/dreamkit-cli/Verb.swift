/// A word of a command line that begins with a dash, and the values that follow it.
struct Option: Sendable {
  /// The word: "--env".
  let name: String
  /// What its values are called: "NAME" and "VALUE".
  let values: [String]
  /// What it means, for the help.
  let meaning: String
  /// Whether the verb needs it.
  let isRequired: Bool
  /// Whether it may be given several times; else the last one counts.
  let isRepeatable: Bool

  /// Declares an option.
  init(
    _ name: String, _ values: String..., means meaning: String, isRequired: Bool = false,
    isRepeatable: Bool = false
  ) {
    self.name = name
    self.values = values
    self.meaning = meaning
    self.isRequired = isRequired
    self.isRepeatable = isRepeatable
  }

  /// How it is written: "--env NAME VALUE".
  var words: String { ([name] + values).joined(separator: " ") }
  /// How it stands in the line that shows a call: "[--env NAME VALUE]...".
  var synopsis: String { (isRequired ? words : "[\(words)]") + (isRepeatable ? "..." : "") }
}

/// A subcommand of `dreamkit`, declared once: its help and the reading of its words both derive from this.
struct Verb: Sendable {
  /// The word that a command line may have without a dash.
  struct Operand: Sendable {
    /// What the help calls it.
    let name: String
    /// What is missing without it: "a FILE.dream"; nil where it is optional.
    var need: String?
  }

  /// The word that chooses it.
  let name: String
  private let summary: String
  private let operand: Operand?
  private let alternatives: [Option]
  private let options: [Option]
  private let body: @Sendable (Arguments) throws -> Int32

  /// Declares a verb.
  ///
  /// - Parameters:
  ///   - summary: what it does, in one sentence.
  ///   - alternatives: options of which at most one can be given.
  ///   - body: does it, and gives the exit code.
  init(
    _ name: String, _ summary: String, operand: Operand? = nil, oneOf alternatives: [Option] = [],
    options: [Option] = [], body: @escaping @Sendable (Arguments) throws -> Int32
  ) {
    self.name = name
    self.summary = summary
    self.operand = operand
    self.alternatives = alternatives
    self.options = options
    self.body = body
  }

  /// Does it, and gives the exit code.
  ///
  /// - Throws: ``UsageError`` where the words do not fit the declaration, and what goes wrong.
  func run(_ words: ArraySlice<String>) throws -> Int32 { try body(arguments(in: words)) }

  /// Its lines in `dreamkit --help`.
  var overview: String { "  dreamkit \(call)\n      \(summary)" }

  /// What `dreamkit VERB --help` prints.
  var page: String {
    let all = alternatives + options
    let width = (all.map(\.words.count).max() ?? 0) + 2
    let lines = all.map { option in
      "  \(option.words)\(String(repeating: " ", count: width - option.words.count))\(option.meaning)"
    }
    return (["dreamkit \(call)", "", summary] + (lines.isEmpty ? [] : [""]) + lines).joined(separator: "\n")
  }

  // MARK: Implementation

  private var call: String {
    var parts = [name]
    if let operand { parts.append(operand.need == nil ? "[\(operand.name)]" : operand.name) }
    if !alternatives.isEmpty { parts.append("[\(alternatives.map(\.words).joined(separator: " | "))]") }
    return (parts + options.map(\.synopsis)).joined(separator: " ")
  }

  private func arguments(in words: ArraySlice<String>) throws -> Arguments {
    var rest = words
    var arguments = Arguments()
    while let word = rest.popFirst() {
      if let option = (alternatives + options).first(where: { $0.name == word }) {
        var values: [String] = []
        for _ in option.values {
          guard let value = rest.popFirst() else {
            throw UsageError("\(([word] + values).joined(separator: " ")) needs a value.")
          }
          values.append(value)
        }
        arguments.add(option, values)
      } else if operand != nil, arguments.operand == nil, !word.hasPrefix("-") {
        arguments.operand = word
      } else {
        throw UsageError("'\(name)' does not know '\(word)'.")
      }
    }
    if alternatives.reduce(0, { $0 + arguments.all($1).count }) > 1, let last = alternatives.last {
      let others = alternatives.dropLast().map(\.name).joined(separator: ", ")
      throw UsageError("Only one of \(others) and \(last.name) can be chosen.")
    }
    if let missing = options.first(where: { $0.isRequired && !arguments.has($0) }) {
      throw UsageError("'\(name)' needs \(missing.words).")
    }
    if let need = operand?.need, arguments.operand == nil { throw UsageError("'\(name)' needs \(need).") }
    return arguments
  }
}

/// The words behind a verb, read as it declares them.
struct Arguments {
  /// The word without a dash.
  fileprivate(set) var operand: String?
  private var given: [(option: String, values: [String])] = []

  /// The values of each time that an option was given.
  func all(_ option: Option) -> [[String]] { given.filter { $0.option == option.name }.map(\.values) }

  /// The first value of an option, as it was given last; nil where it was not.
  func value(_ option: Option) -> String? { all(option).last?.first }

  /// Whether an option was given.
  func has(_ option: Option) -> Bool { given.contains { $0.option == option.name } }

  fileprivate mutating func add(_ option: Option, _ values: [String]) { given.append((option.name, values)) }
}

/// The command was called in a wrong way.
struct UsageError: Error {
  /// One sentence: which word is wrong.
  let message: String

  /// Describes the fault.
  init(_ message: String) { self.message = message }
}

import DreamKit

/// The commands that make a value of one type from another.
enum ConversionCommands {
  static var all: [Command] {
    [
      CoreCommands.basic("str", "The value as text.", [anything], "str", "str(3)") { arguments, _ in
        .string(arguments["x"].text)
      },
      CoreCommands.basic("repr", "The value as a cell would write it.", [anything], "str", "repr('a')") {
        arguments, _ in
        .string(arguments["x"].representation)
      },
      CoreCommands.basic("type", "The name of the value's type.", [anything], "str", "type([])") {
        arguments, _ in
        .string(arguments["x"].typeName)
      },
      whole, float,
      CoreCommands.basic("bool", "Whether the value counts as true.", [anything], "bool", "bool([])") {
        arguments, _ in
        .bool(try arguments["x"].isTrue())
      },
      CoreCommands.basic(
        "list", "A list of the elements.",
        [Parameter("iterable", .iterable, "Elements.", default: .list([]))], "list",
        "list('abc')"
      ) { arguments, _ in .list(try CoreCommands.elements(arguments["iterable"])) },
      CoreCommands.basic(
        "tuple", "A tuple of the elements.",
        [Parameter("iterable", .iterable, "Elements.", default: .tuple([]))],
        "tuple", "tuple([1, 2])"
      ) { arguments, _ in .tuple(try CoreCommands.elements(arguments["iterable"])) },
      base("hex", "The whole number in hexadecimal digits.", "#x"),
      base("oct", "The whole number in octal digits.", "#o"),
      base("bin", "The whole number in binary digits.", "#b"),
      CoreCommands.basic(
        "format", "The value as text of a format: '.3f', '>8', ',' or '.1%'.",
        [
          Parameter("value", .any, "The value."),
          Parameter(
            "format_spec", .text, "The format, as in an f-string behind the colon.", default: .string("")),
        ], "str", "format(0.1234, '.1%')"
      ) { arguments, _ in
        .string(try TextFormat.format(arguments["value"], arguments.string("format_spec") ?? ""))
      },
      Command(
        "dict", .basics, "A dict of pairs and of named values.",
        parameters: [Parameter("pairs", .iterable, "A dict or pairs.", default: .tuple([]))], result: "dict",
        examples: [.runs("dict(steps=100, step_size=0.01)")], takesAnyName: true
      ) { arguments, _ in
        let dict = DictObject()
        try dict.fill(from: arguments)
        return .dict(dict)
      },
    ]
  }

  // MARK: Implementation

  private static var anything: Parameter { Parameter("x", .any, "The value.") }

  private static func base(_ name: String, _ summary: String, _ format: String) -> Command {
    CoreCommands.basic(
      name, summary, [Parameter("x", .integer(), "The whole number.")], "str", "\(name)(255)"
    ) {
      arguments, _ in .string(try TextFormat.format(arguments["x"], format))
    }
  }

  private static var whole: Command {
    CoreCommands.basic(
      "int", "The whole number; what is behind the point is cut off.",
      [
        Parameter("x", .any, "A number, or a text with its digits."),
        Parameter(
          "base", .integer(from: 2, to: 36), "How many digits the text's number system has.",
          default: .int(10)),
      ], "int", "int('42')"
    ) { arguments, _ in
      let base = arguments.integer("base") ?? 10
      guard let text = arguments.string("x") else {
        if arguments.isGiven("base") {
          throw arguments.error(
            .type, "With a base, int() takes a text, not \(arguments["x"].typePhrase).",
            hint: "Leave the base out.", of: "x")
        }
        if let whole = arguments["x"].wholeNumber { return .int(whole) }
        if let number = arguments["x"].number { return .int(try Value.truncated(number)) }
        throw arguments.error(
          .type, "\(arguments["x"].typePhrase.sentenceStart) is not a number.",
          hint: "int() takes a number, or a text with digits.", of: "x")
      }
      if let whole = Int(digits(of: text, base: base), radix: base) { return .int(whole) }
      let shown = arguments["x"].representation
      let isBroken = base == 10 && Double(digits(of: text, base: 10)) != nil
      throw arguments.error(
        "\(shown) is not a whole number.",
        hint: isBroken ? "int(float(\(shown))) cuts off what is behind the point." : "It takes digits only.",
        of: "x")
    }
  }

  private static var float: Command {
    CoreCommands.basic(
      "float", "The number with a point; 'nan' and 'inf' are numbers too.", [anything], "float",
      "float('1e-3')"
    ) { arguments, _ in
      if let number = arguments["x"].number { return .float(number) }
      if let text = arguments.string("x"), let number = Double(digits(of: text, base: 10)) {
        return .float(number)
      }
      throw arguments.error(
        arguments.string("x") == nil ? .type : .value, "\(arguments["x"].representation) is not a number.",
        hint: "Numbers are written like 0.01 or 1e-3.", of: "x")
    }
  }

  /// The digits of a number in a text: without white space around it, underscores between digits, and the mark of its
  /// base.
  private static func digits(of text: String, base: Int) -> String {
    var digits = Members.trimmed(text)
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" { sign = String(digits.removeFirst()) }
    let marks = [2: "0b", 8: "0o", 16: "0x"]
    if let mark = marks[base], digits.lowercased().hasPrefix(mark) { digits.removeFirst(2) }
    let parts = digits.split(separator: "_", omittingEmptySubsequences: false)
    // Nothing but a digit stands beside an underscore.
    if parts.count > 1, parts.contains(where: { $0.first?.isHexDigit != true || $0.last?.isHexDigit != true })
    {
      return ""
    }
    return sign + parts.joined()
  }
}

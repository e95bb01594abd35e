/// The commands that make a value of one type from another.
enum ConversionCommands {
  static var all: [Command] {
    [
      conversion("str", "The value as text.", "str", "str(3)", type: .string) { .string($0.text) },
      conversion("repr", "The value as a cell would write it.", "str", "repr('a')") {
        .string($0.representation)
      },
      conversion("type", "The name of the value's type.", "str", "type([])") { .string($0.typeName) },
      integer, float,
      conversion("bool", "Whether the value counts as true.", "bool", "bool([])", type: .bool) {
        .bool(try $0.isTrue())
      },
      sequence("list", "A list of the elements.", "list('abc')", type: .list, empty: .list([])) { .list($0) },
      sequence("tuple", "A tuple of the elements.", "tuple([1, 2])", type: .tuple, empty: .tuple([])) {
        .tuple($0)
      },
      base("hex", "The whole number in hexadecimal digits.", "#x"),
      base("oct", "The whole number in octal digits.", "#o"),
      base("bin", "The whole number in binary digits.", "#b"),
      CoreCommands.basic(
        "format", "The value as text of a format: '.3f', '>8', ',' or '.1%'.", "str", "format(0.1234, '.1%')"
      ) { takes in
        let value = takes("value", .any, "The value.")
        let format = takes(
          "format_spec", .text, "The format, as in an f-string behind the colon.", default: "")
        return { call in .string(try TextFormat.format(call[value], call[format])) }
      },
      Command(
        "dict", .basics, "A dict of pairs and of named values.", result: "dict", type: .dict,
        examples: [.runs("dict(steps=100, step_size=0.01)")], takesAnyName: true
      ) { takes in
        let pairs = DictObject.pairs(takes)
        return { call in
          let dict = DictObject()
          try dict.fill(from: pairs, in: call)
          return .dict(dict)
        }
      },
    ]
  }

  // MARK: Implementation

  private static func anything(_ takes: Parameters) -> Parameter<Value> { takes("x", .any, "The value.") }

  private static func conversion(
    _ name: String, _ summary: String, _ result: String, _ example: String,
    type: TypeDescriptor? = nil, _ convert: @escaping (Value) throws -> Value
  ) -> Command {
    CoreCommands.basic(name, summary, result, example, type: type) { takes in
      let value = anything(takes)
      return { call in try convert(call[value]) }
    }
  }

  private static func sequence(
    _ name: String, _ summary: String, _ example: String, type: TypeDescriptor, empty: Value,
    _ make: @escaping ([Value]) -> Value
  ) -> Command {
    CoreCommands.basic(name, summary, name, example, type: type) { takes in
      let iterable = takes("iterable", .iterable, "Elements.", default: empty)
      return { call in make(try call[iterable].elements()) }
    }
  }

  private static func base(_ name: String, _ summary: String, _ format: String) -> Command {
    CoreCommands.basic(name, summary, "str", "\(name)(255)") { takes in
      let number = takes("x", .integer(), "The whole number.")
      return { call in .string(try TextFormat.format(.int(call[number]), format)) }
    }
  }

  private static var integer: Command {
    CoreCommands.basic(
      "int", "The whole number; what is behind the point is cut off.", "int", "int('42')", type: .int
    ) { takes in
      let value = takes("x", .any, "A number, or a text with its digits.")
      let base = takes(
        "base", .integer(from: 2, to: 36), "How many digits the text's number system has.", default: 10)
      return { call in
        guard case .string(let text) = call[value] else {
          if call.isGiven(base) {
            throw call.error(
              .type, "With a base, int() takes a text, not \(call[value].typePhrase).",
              hint: "Leave the base out.", of: value)
          }
          if let whole = call[value].wholeNumber { return .int(whole) }
          if let number = call[value].number { return .int(try Value.truncated(number)) }
          throw call.error(
            .type, "\(call[value].typePhrase.sentenceStart) is not a number.",
            hint: "int() takes a number, or a text with digits.", of: value)
        }
        if let whole = Int(digits(of: text, base: call[base]), radix: call[base]) { return .int(whole) }
        let isFractional = call[base] == 10 && Double(digits(of: text, base: 10)) != nil
        let shown = call[value].representation
        throw call.error(
          "\(shown) is not a whole number.",
          hint: isFractional
            ? "int(float(\(shown))) cuts off what is behind the point." : "It takes digits only.",
          of: value)
      }
    }
  }

  private static var float: Command {
    CoreCommands.basic(
      "float", "The number with a point; 'nan' and 'inf' are numbers too.", "float", "float('1e-3')",
      type: .float
    ) { takes in
      let value = anything(takes)
      return { call in
        if let number = call[value].number { return .float(number) }
        let hint = "Numbers are written like 0.01 or 1e-3."
        let message = "\(call[value].representation) is not a number."
        guard case .string(let text) = call[value] else {
          throw call.error(.type, message, hint: hint, of: value)
        }
        guard let number = Double(digits(of: text, base: 10)) else {
          throw call.error(message, hint: hint, of: value)
        }
        return .float(number)
      }
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
    // An underscore has a digit on both sides.
    if parts.count > 1, parts.contains(where: { $0.first?.isHexDigit != true || $0.last?.isHexDigit != true })
    {
      return ""
    }
    return sign + parts.joined()
  }
}

import DreamKit

/// The commands that ask about, or apply functions to, the elements of values.
enum FunctionalCommands {
  static var all: [Command] {
    [any, every, map, filter, quotient, power, isInstance, character, codePoint]
  }

  // MARK: Implementation

  private static var iterable: Parameter {
    Parameter("iterable", .iterable, "A list, a range, or another value with elements.")
  }
  private static var function: Parameter {
    Parameter("function", .any, "A function of one element; None takes the element itself.")
  }

  private static func apply(_ function: Value, to value: Value, _ execution: Execution) throws -> Value {
    if case .none = function { return value }
    return try execution.invoke(function, [value])
  }

  private static var any: Command {
    Command(
      "any", .basics, "Whether one of the elements counts as true.", parameters: [iterable], result: "bool",
      examples: [.runs("any(n > 2 for n in range(4))")]
    ) { arguments, _ in
      .bool(try CoreCommands.elements(arguments["iterable"]).contains { try $0.isTrue() })
    }
  }

  private static var every: Command {
    Command(
      "all", .basics, "Whether all of the elements count as true.", parameters: [iterable], result: "bool",
      examples: [.runs("all(n > 2 for n in range(4))")]
    ) { arguments, _ in
      .bool(try CoreCommands.elements(arguments["iterable"]).allSatisfy { try $0.isTrue() })
    }
  }

  private static var map: Command {
    Command(
      "map", .basics,
      "What a function makes of each element, or of the first, the second, … of several values.",
      parameters: [
        Parameter("function", .any, "A function of as many elements as there are values."),
        Parameter("iterables", .iterable, "Values with elements; the shortest ends it.", isVariadic: true),
      ],
      result: "list",
      examples: [.runs("map(lambda n: n * 2, range(3))"), .runs("map(lambda a, b: a * b, [1, 2], [3, 4])")]
    ) { arguments, execution in
      let columns = try arguments.rest.map { try CoreCommands.elements($0) }
      guard let count = columns.map(\.count).min() else {
        throw Diagnostic(.type, "map() needs a value with elements.", hint: "It is map(function, iterable).")
      }
      return .list(
        try (0..<count).map { row in
          try execution.poll()
          return try execution.invoke(arguments["function"], columns.map { $0[row] })
        })
    }
  }

  private static var filter: Command {
    Command(
      "filter", .basics, "The elements of which a function says that they count.",
      parameters: [function, iterable],
      result: "list", examples: [.runs("filter(lambda n: n % 2, range(5))")]
    ) { arguments, execution in
      .list(
        try CoreCommands.elements(arguments["iterable"]).filter {
          try execution.poll()
          return try apply(arguments["function"], to: $0, execution).isTrue()
        })
    }
  }

  private static var quotient: Command {
    Command(
      "divmod", .basics, "The quotient rounded down, and the remainder.",
      parameters: [
        Parameter("a", .numeric, "The dividend."), Parameter("b", .numeric, "The divisor, not 0."),
      ],
      result: "tuple", examples: [.runs("divmod(7, 2)")]
    ) { arguments, _ in
      .tuple(
        try [.floorDivide, .modulo].map { try Value.combine(arguments["a"], arguments["b"], by: $0) })
    }
  }

  private static var power: Command {
    Command(
      "pow", .basics, "The power: base ** exponent.",
      parameters: [
        Parameter("base", .arrayOrNumber, "A number or an array."),
        Parameter("exponent", .arrayOrNumber, "A number or an array."),
      ],
      result: "number or Tensor", aliases: ["tf.pow", "np.power", "tf.math.pow"],
      examples: [.runs("pow(2, 10)")]
    ) { arguments, _ in try Value.combine(arguments["base"], arguments["exponent"], by: .power) }
  }

  private static var isInstance: Command {
    let type = ParameterType(phrase: "a type, such as int, str or list, its name, or a tuple of them") {
      value in
      let parts = value.sequence ?? [value]
      let names = parts.compactMap { part -> Value? in
        if case .string = part { return part }
        return part.callable?.command.map { .string($0.name) }
      }
      return names.count == parts.count ? .list(names) : nil
    }
    return Command(
      "isinstance", .basics, "Whether a value is of a type.",
      parameters: [
        Parameter("x", .any, "The value."),
        Parameter(
          "type", type,
          "int, float, str, bool, list, tuple, dict or range, a name that type(x) gives, or a tuple of them."),
      ], result: "bool", examples: [.runs("isinstance(3, (int, float))")]
    ) { arguments, _ in
      let name = arguments["x"].typeName
      let names = arguments["type"].sequence?.map(\.text) ?? []
      // As in Python, True and False are whole numbers too.
      return .bool(names.contains(name) || (name == "bool" && names.contains("int")))
    }
  }

  private static var character: Command {
    Command(
      "chr", .basics, "The character of a code point.",
      parameters: [Parameter("code", .integer(from: 0, to: 0x10FFFF), "The code point.")], result: "str",
      examples: [.runs("chr(97)")]
    ) { arguments, _ in
      guard let scalar = arguments.integer("code").flatMap({ Unicode.Scalar(UInt32($0)) }) else {
        throw arguments.error("This code point is no character.", of: "code")
      }
      return .string(String(Character(scalar)))
    }
  }

  private static var codePoint: Command {
    Command(
      "ord", .basics, "The code point of a character.",
      parameters: [Parameter("character", .text, "A string of one character.")], result: "int",
      examples: [.runs("ord('a')")]
    ) { arguments, _ in
      let scalars = Array((arguments.string("character") ?? "").unicodeScalars)
      guard scalars.count == 1 else {
        throw arguments.error(.type, "ord() takes one character, not \(scalars.count).", of: "character")
      }
      return .int(Int(scalars[0].value))
    }
  }
}

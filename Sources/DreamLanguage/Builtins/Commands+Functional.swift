/// The commands that ask about, or apply functions to, the elements of values.
enum FunctionalCommands {
  static var all: [Command] {
    [
      check("any", "Whether one of the elements counts as true.") { try $0.contains { try $0.isTrue() } },
      check("all", "Whether all of the elements count as true.") { try $0.allSatisfy { try $0.isTrue() } },
      map, filter, quotient, isInstance, character, codePoint,
    ]
  }

  // MARK: Implementation

  private static func check(
    _ name: String, _ summary: String, _ holds: @escaping ([Value]) throws -> Bool
  ) -> Command {
    CoreCommands.basic(name, summary, "bool", "\(name)(n > 2 for n in range(4))") { takes in
      let iterable = CoreCommands.iterable(takes)
      return { call in .bool(try holds(try call[iterable].elements())) }
    }
  }

  private static var map: Command {
    Command(
      "map", .basics,
      "What a function makes of each element, or of the first, the second, … of several values.",
      result: "list",
      examples: [.runs("map(lambda n: n * 2, range(3))"), .runs("map(lambda a, b: a * b, [1, 2], [3, 4])")]
    ) { takes in
      let function = takes("function", .any, "A function of as many elements as there are values.")
      let iterables = takes.rest("iterables", .iterable, "Values with elements; the shortest ends it.")
      return { call in
        let columns = try call[iterables].map { try $0.elements() }
        guard let count = columns.map(\.count).min() else {
          throw Diagnostic(
            .type, "map() needs a value with elements.", hint: "It is map(function, iterable).")
        }
        return .list(
          try (0..<count).map { row in
            try call.execution.poll()
            return try call.execution.invoke(call[function], columns.map { $0[row] })
          })
      }
    }
  }

  private static var filter: Command {
    CoreCommands.basic(
      "filter", "The elements of which a function says that they count.", "list",
      "filter(lambda n: n % 2, range(5))"
    ) { takes in
      let function = takes("function", .any, "A function of one element; None takes the element itself.")
      let iterable = CoreCommands.iterable(takes)
      return { call in
        .list(
          try call[iterable].elements().filter { element in
            try call.execution.poll()
            if case .none = call[function] { return try element.isTrue() }
            return try call.execution.invoke(call[function], [element]).isTrue()
          })
      }
    }
  }

  private static var quotient: Command {
    CoreCommands.basic("divmod", "The quotient rounded down, and the remainder.", "tuple", "divmod(7, 2)") {
      takes in
      let a = takes("a", .numeric, "The dividend.")
      let b = takes("b", .numeric, "The divisor, not 0.")
      return { call in
        .tuple(try [.floorDivide, .modulo].map { try Value.combine(call[a], call[b], by: $0) })
      }
    }
  }

  private static var isInstance: Command {
    CoreCommands.basic(
      "isinstance", "Whether a value is of a type.", "bool", "isinstance(3, (int, float))"
    ) { takes in
      let value = takes("x", .any, "The value.")
      let types = takes(
        "type", types,
        "int, float, str, bool, list, tuple, dict or range, a name that type(x) gives, or a tuple of them.")
      return { call in
        let name = call[value].typeName
        // As in Python, True and False are integers too.
        return .bool(call[types].contains(name) || (name == "bool" && call[types].contains("int")))
      }
    }
  }

  private static var types: ParameterType<[String]> {
    ParameterType("a type, such as int, str or list, its name, or a tuple of them") { value in
      let parts = value.sequence ?? [value]
      let names = parts.compactMap { part -> String? in
        if case .string(let name) = part { return name }
        return part.callable?.command?.type?.name
      }
      return names.count == parts.count ? names : nil
    }
  }

  private static var character: Command {
    CoreCommands.basic("chr", "The character of a code point.", "str", "chr(97)") { takes in
      let code = takes("code", .integer(from: 0, to: 0x10FFFF), "The code point.")
      return { call in
        guard let scalar = Unicode.Scalar(UInt32(call[code])) else {
          throw call.error("This code point is no character.", of: code)
        }
        return .string(String(Character(scalar)))
      }
    }
  }

  private static var codePoint: Command {
    CoreCommands.basic("ord", "The code point of a character.", "int", "ord('a')") { takes in
      let character = takes("character", .text, "A string of one character.")
      return { call in
        let scalars = Array(call[character].unicodeScalars)
        guard scalars.count == 1 else {
          throw call.error(.type, "ord() takes one character, not \(scalars.count).", of: character)
        }
        return .int(Int(scalars[0].value))
      }
    }
  }
}

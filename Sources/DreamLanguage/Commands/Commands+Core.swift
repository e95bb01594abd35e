import DreamKit

#if canImport(Glibc)
  import Glibc
#endif

/// The commands on numbers, texts, lists and time.
enum CoreCommands {
  static var all: [Command] {
    sequences + numbers + ConversionCommands.all + FunctionalCommands.all + [time, sleep]
  }

  // MARK: Implementation

  private static var iterable: Parameter {
    Parameter("iterable", .iterable, "A list, a range, or another value with elements.")
  }
  /// The parameter that names what elements are ordered by.
  static var key: Parameter {
    Parameter(
      "key", .any, "A function whose values the elements are ordered by; None orders the elements.",
      default: Value.none)
  }
  /// The parameter that turns an order round.
  static var reverse: Parameter {
    Parameter("reverse", .flag, "Whether to turn the order round.", default: .bool(false))
  }

  /// The elements of any value that has some.
  static func elements(_ value: Value) throws(Diagnostic) -> [Value] {
    try value.elements()
  }

  /// The values in order.
  static func sorted(_ values: [Value], key: Value, reverse: Bool, _ execution: Execution) throws -> [Value] {
    let keyed: [(key: Value, value: Value)] = try values.map { value in
      if case .none = key { return (value, value) }
      return (try execution.invoke(key, [value]), value)
    }
    let result = try keyed.sorted { a, b in
      try execution.poll()
      return try reverse ? (b.key.order(against: a.key) ?? 0) < 0 : (a.key.order(against: b.key) ?? 0) < 0
    }
    return result.map(\.value)
  }

  /// A command among the basics, with an example that runs.
  static func basic(
    _ name: String, _ summary: String, _ parameters: [Parameter], _ result: String, _ example: String,
    aliases: [String] = [], body: @escaping (Arguments, Execution) throws -> Value
  ) -> Command {
    Command(
      name, .basics, summary, parameters: parameters, result: result, aliases: aliases,
      examples: [.runs(example)],
      body: body)
  }

  private static var sequences: [Command] {
    [
      basic(
        "range", "Whole numbers from start up to, but not including, stop.",
        [
          Parameter("start", .integer(), "The first number; alone, the stop of a range from 0."),
          Parameter(
            "stop", .optional(.integer()), "Where to stop; None makes it a range from 0 to start.",
            default: Value.none),
          Parameter("step", .integer(), "The distance from one to the next, not 0.", default: .int(1)),
        ], "range", "list(range(-2, 3))", aliases: ["tf.range", "np.arange"]
      ) { arguments, _ in
        let step = arguments.integer("step") ?? 1
        if step == 0 { throw arguments.error("The step of a range cannot be 0.", of: "step") }
        let start = arguments.integer("start") ?? 0
        guard let stop = arguments.integer("stop") else {
          return .range(RangeValue(start: 0, stop: start, step: step))
        }
        return .range(RangeValue(start: start, stop: stop, step: step))
      },
      basic(
        "len", "The number of elements.", [Parameter("x", .iterable, "A value with elements.")], "int",
        "len('abc')"
      ) {
        arguments, _ in
        switch arguments["x"] {
        case .range(let range): return .int(range.count)
        case .dict(let dict): return .int(dict.count)
        case .object(let object) where object.measured != nil:
          return .int(try arguments.placing("x") { try object.measured?.length() ?? 0 })
        case let value: return .int(try elements(value).count)
        }
      },
      basic(
        "enumerate", "Pairs of a number and an element.",
        [iterable, Parameter("start", .integer(), "The first number.", default: .int(0))], "list",
        "for n, name in enumerate(['a', 'b']):\n    print(n, name)"
      ) { arguments, _ in
        let start = arguments.integer("start") ?? 0
        return .list(
          try elements(arguments["iterable"]).enumerated().map {
            .tuple([.int(start &+ $0.offset), $0.element])
          })
      },
      basic(
        "zip", "Tuples of the first, the second, … elements of several values.",
        [Parameter("iterables", .iterable, "Values with elements.", isVariadic: true)], "list",
        "zip([1, 2], 'ab')"
      ) { arguments, _ in
        let columns = try arguments.rest.map { try elements($0) }
        let count = columns.map(\.count).min() ?? 0
        return .list((0..<count).map { row in .tuple(columns.map { $0[row] }) })
      },
      basic("sorted", "The elements in order.", [iterable, key, reverse], "list", "sorted([3, 1, 2])") {
        arguments, execution in
        .list(
          try sorted(
            try elements(arguments["iterable"]), key: arguments["key"], reverse: arguments.flag("reverse"),
            execution))
      },
      basic("reversed", "The elements from the last to the first.", [iterable], "list", "reversed([1, 2, 3])")
      {
        arguments, _ in .list(Array(try elements(arguments["iterable"]).reversed()))
      },
      basic(
        "sum", "The sum of the elements.",
        [iterable, Parameter("start", summand, "What to add them to.", default: .int(0))], "number or list",
        "sum([1, 2, 3])"
      ) { arguments, _ in
        if case .object(let object) = arguments["iterable"], let numbers = object.reducible {
          return .float(numbers.sum + arguments.number("start"))
        }
        return try elements(arguments["iterable"]).reduce(arguments["start"]) {
          try Value.combine($0, $1, by: .add)
        }
      },
      extreme("min", "The smallest value.", ["np.min", "tf.reduce_min", "tf.math.reduce_min"]) { $0 < 0 },
      extreme("max", "The largest value.", ["np.max", "tf.reduce_max", "tf.math.reduce_max"]) { $0 > 0 },
    ]
  }

  /// What sum() adds the elements to.
  private static let summand = ParameterType(phrase: "a number, a list or a tuple") { value in
    switch value {
    case .list, .tuple: value
    default: value.number == nil ? nil : value
    }
  }

  private static func extreme(
    _ name: String, _ summary: String, _ aliases: [String], _ wins: @escaping (Int) -> Bool
  ) -> Command {
    basic(
      name, summary,
      [
        Parameter("values", .any, "Several values, or one with elements.", isVariadic: true), key,
        Parameter(
          "default", .any, "What to give where there are no elements; left out, that is an error.",
          default: Value.none),
      ], "a value",
      "\(name)(3, 1, 2)", aliases: aliases
    ) { arguments, execution in
      if arguments.rest.count == 1 {
        if case .object(let object) = arguments.rest[0], let extremes = object.reducible?.extremes {
          return wins(-1) ? extremes.lowest : extremes.highest
        }
      }
      let values = arguments.rest.count == 1 ? try elements(arguments.rest[0]) : arguments.rest
      guard var best = values.first else {
        if arguments.isGiven("default") { return arguments["default"] }
        throw Diagnostic(
          .value, "\(name)() needs at least one value.", hint: "default=… is given where there is none.")
      }
      func measure(_ value: Value) throws -> Value {
        arguments.isNone("key") ? value : try execution.invoke(arguments["key"], [value])
      }
      var bestMeasure = try measure(best)
      for value in values.dropFirst() {
        let measured = try measure(value)
        if wins(try measured.order(against: bestMeasure) ?? 0) { (best, bestMeasure) = (value, measured) }
      }
      return best
    }
  }

  private static var numbers: [Command] {
    [
      basic(
        "abs", "The value without its sign.", [Parameter("x", .any, "A number or an array.")],
        "number or Tensor",
        "abs(-3)", aliases: ["tf.abs", "tf.math.abs", "np.abs"]
      ) { arguments, _ in
        let value = arguments["x"]
        guard value.number != nil || value.arithmetic != nil else {
          throw arguments.error(
            .type, "abs() needs a number or an array, not \(value.typePhrase).", of: "x")
        }
        return try value.magnitude()
      },
      basic(
        "round", "The nearest number with so many digits behind the point; halves go to the even neighbour.",
        [
          Parameter("number", .numeric, "The number."),
          Parameter(
            "ndigits", .optional(.integer(from: -300, to: 300)),
            "How many digits; None gives a whole number.",
            default: Value.none),
        ], "int or float", "round(3.14159, 2)", aliases: ["np.round"]
      ) { arguments, _ in
        if let whole = arguments["number"].wholeNumber {
          return .int(try rounded(whole, digits: arguments.integer("ndigits") ?? 0))
        }
        let number = arguments.number("number")
        guard let digits = arguments.integer("ndigits") else {
          return .int(try Value.truncated(number.rounded(.toNearestOrEven)))
        }
        if digits >= 0 { return .float(Double(TextFormat.printf(number, "%.\(digits)f")) ?? number) }
        let scale = pow(10.0, Double(-digits))
        return .float((number / scale).rounded(.toNearestOrEven) * scale)
      },
    ]
  }

  /// A whole number with so many digits behind the point, where fewer than none are meant: 1234 with -2 is 1200.
  private static func rounded(_ number: Int, digits: Int) throws(Diagnostic) -> Int {
    if digits >= 0 { return number }
    if digits < -18 { return 0 }
    let unit = (0..<(-digits)).reduce(1) { unit, _ in unit * 10 }
    let rest = (number % unit + unit) % unit
    let lower = number / unit - (number % unit < 0 ? 1 : 0)
    let isUp = 2 * rest > unit || (2 * rest == unit && !lower.isMultiple(of: 2))
    let (result, isTooLarge) = (isUp ? lower + 1 : lower).multipliedReportingOverflow(by: unit)
    if isTooLarge { throw Diagnostic(.overflow, "The result does not fit a whole number of 64 bits.") }
    return result
  }

  private static var time: Command {
    Command(
      "time", .basics, "The time in seconds since 1970.", result: "float",
      aliases: ["time.time", "time.perf_counter"], module: "time",
      examples: [.runs("start = time()\ntime() - start")]
    ) { _, execution in .float(execution.clock()) }
  }

  private static var sleep: Command {
    Command(
      "sleep", .basics, "Waits; an interruption ends it.",
      parameters: [Parameter("seconds", .number(from: 0), "How long.", unit: "seconds")],
      aliases: ["time.sleep"],
      examples: [.runs("sleep(0.01)")]
    ) { arguments, execution in
      let end = execution.clock() + arguments.number("seconds")
      while execution.clock() < end {
        try execution.poll()
        usleep(UInt32(max(0, min(10_000, (end - execution.clock()) * 1e6))))
      }
      return .none
    }
  }
}

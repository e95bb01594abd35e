#if canImport(Glibc)
  import Glibc
#endif

/// The commands on numbers, texts, lists and time.
package enum CoreCommands {
  package static var all: [Command] {
    sequences + numbers + ConversionCommands.all + FunctionalCommands.all + [time, sleep]
  }

  // MARK: Implementation

  package static func iterable(_ takes: Parameters) -> Parameter<Value> {
    takes("iterable", .iterable, "A list, a range, or another value with elements.")
  }

  /// The parameters that say in which order elements come.
  package static func order(_ takes: Parameters) -> (key: Parameter<Value?>, reverse: Parameter<Bool>) {
    (key(takes), takes("reverse", .flag, "Whether to reverse the order.", default: false))
  }

  private static func key(_ takes: Parameters) -> Parameter<Value?> {
    takes.optional(
      "key", .any, "A function whose values the elements are ordered by; None orders the elements.")
  }

  /// The values in order.
  package static func sorted(_ values: [Value], key: Value?, reverse: Bool, _ execution: Execution) throws
    -> [Value]
  {
    let keyed = try values.map { value in
      (key: try key.map { try execution.invoke($0, [value]) } ?? value, value: value)
    }
    let result = try keyed.sorted { a, b in
      try execution.poll()
      return try reverse ? (b.key.order(against: a.key) ?? 0) < 0 : (a.key.order(against: b.key) ?? 0) < 0
    }
    return result.map(\.value)
  }

  /// A command among the basics, with an example that runs.
  static func basic(
    _ name: String, _ summary: String, _ result: String, _ example: String, aliases: [String] = [],
    type: TypeDescriptor? = nil, _ declare: (_ takes: Parameters) -> Command.Body
  ) -> Command {
    Command(
      name, .basics, summary, result: result, aliases: aliases, type: type, examples: [.runs(example)],
      declare)
  }

  private static var sequences: [Command] {
    [
      basic(
        "range", "Whole numbers from start up to, but not including, stop.", "range", "list(range(-2, 3))",
        aliases: ["tf.range", "np.arange"], type: .range
      ) { takes in
        let start = takes("start", .integer(), "The first number; alone, the stop of a range from 0.")
        let stop = takes.optional("stop", .integer(), "Where to stop; None makes it a range from 0 to start.")
        let step = takes("step", .integer(), "The distance from one to the next, not 0.", default: 1)
        return { call in
          if call[step] == 0 { throw call.error("The step of a range cannot be 0.", of: step) }
          let (first, end) = call[stop].map { (call[start], $0) } ?? (0, call[start])
          return .range(RangeValue(start: first, stop: end, step: call[step]))
        }
      },
      basic("len", "The number of elements.", "int", "len('abc')") { takes in
        let value = takes("x", .iterable, "A value with elements.")
        return { call in
          switch call[value] {
          case .range(let range): return .int(range.count)
          case .dict(let dict): return .int(dict.count)
          case .object(let object) where object.measured != nil:
            return .int(try call.placing(value) { try object.measured?.length() ?? 0 })
          default: return .int(try call[value].elements().count)
          }
        }
      },
      basic(
        "enumerate", "Pairs of a number and an element.", "list",
        "for n, name in enumerate(['a', 'b']):\n    print(n, name)"
      ) { takes in
        let iterable = iterable(takes)
        let start = takes("start", .integer(), "The first number.", default: 0)
        return { call in
          .list(
            try call[iterable].elements().enumerated().map {
              .tuple([.int(call[start] &+ $0.offset), $0.element])
            })
        }
      },
      basic(
        "zip", "Tuples of the first, the second, … elements of several values.", "list", "zip([1, 2], 'ab')"
      ) { takes in
        let iterables = takes.rest("iterables", .iterable, "Values with elements.")
        return { call in
          let columns = try call[iterables].map { try $0.elements() }
          return .list((0..<(columns.map(\.count).min() ?? 0)).map { row in .tuple(columns.map { $0[row] }) })
        }
      },
      basic("sorted", "The elements in order.", "list", "sorted([3, 1, 2])") { takes in
        let (iterable, order) = (iterable(takes), order(takes))
        return { call in
          .list(
            try sorted(
              try call[iterable].elements(), key: call[order.key], reverse: call[order.reverse],
              call.execution))
        }
      },
      basic("reversed", "The elements from the last to the first.", "list", "reversed([1, 2, 3])") { takes in
        let iterable = iterable(takes)
        return { call in .list(try call[iterable].elements().reversed()) }
      },
      basic("sum", "The sum of the elements.", "number or list", "sum([1, 2, 3])") { takes in
        let iterable = iterable(takes)
        let start = takes("start", summand, "What to add them to.", default: .int(0))
        return { call in
          if case .object(let object) = call[iterable], let numbers = object.reducible {
            return .float(numbers.sum + (call[start].number ?? 0))
          }
          return try call[iterable].elements().reduce(call[start]) { try Value.combine($0, $1, by: .add) }
        }
      },
      extreme("min", "The smallest value.", ["np.min", "tf.reduce_min", "tf.math.reduce_min"]) { $0 < 0 },
      extreme("max", "The largest value.", ["np.max", "tf.reduce_max", "tf.math.reduce_max"]) { $0 > 0 },
    ]
  }

  /// What sum() adds the elements to.
  private static var summand: ParameterType<Value> {
    ParameterType("a number, a list or a tuple") { value in
      switch value {
      case .list, .tuple: value
      default: value.number == nil ? nil : value
      }
    }
  }

  private static func extreme(
    _ name: String, _ summary: String, _ aliases: [String], _ wins: @escaping (Int) -> Bool
  ) -> Command {
    basic(name, summary, "a value", "\(name)(3, 1, 2)", aliases: aliases) { takes in
      let several = takes.rest("values", .any, "Several values, or one with elements.")
      let key = key(takes)
      let fallback = takes.optional(
        "default", .any, "What to give where there are no elements; left out, that is an error.")
      return { call in
        var values = call[several]
        if values.count == 1 {
          if case .object(let object) = values[0], let extremes = object.reducible?.extremes {
            return wins(-1) ? extremes.lowest : extremes.highest
          }
          values = try values[0].elements()
        }
        func measure(_ value: Value) throws -> Value {
          try call[key].map { try call.execution.invoke($0, [value]) } ?? value
        }
        guard var best = values.first else {
          if call.isGiven(fallback) { return call[fallback] ?? .none }
          throw Diagnostic(
            .value, "\(name)() needs at least one value.", hint: "default=… is given where there is none.")
        }
        var bestMeasure = try measure(best)
        for value in values.dropFirst() {
          let measured = try measure(value)
          if wins(try measured.order(against: bestMeasure) ?? 0) { (best, bestMeasure) = (value, measured) }
        }
        return best
      }
    }
  }

  private static var numbers: [Command] {
    [
      basic(
        "abs", "The value without its sign.", "number or Tensor", "abs(-3)",
        aliases: ["tf.abs", "tf.math.abs", "np.abs"]
      ) { takes in
        let value = takes("x", .any, "A number or an array.")
        return { call in
          guard call[value].number != nil || call[value].arithmetic != nil else {
            throw call.error(
              .type, "abs() needs a number or an array, not \(call[value].typePhrase).", of: value)
          }
          return try call[value].magnitude()
        }
      },
      basic(
        "round", "The nearest number with so many digits behind the point; halves go to the even neighbour.",
        "int or float", "round(3.14159, 2)", aliases: ["np.round"]
      ) { takes in
        let value = takes("number", .numeric, "The number.")
        let places = takes.optional(
          "ndigits", .integer(from: -300, to: 300), "How many digits; None gives a whole number.")
        return { call in
          if let whole = call[value].wholeNumber {
            return .int(try rounded(whole, digits: call[places] ?? 0))
          }
          let number = call[value].number ?? .nan
          guard let digits = call[places] else {
            return .int(try Value.truncated(number.rounded(.toNearestOrEven)))
          }
          if digits >= 0 { return .float(Double(TextFormat.printf(number, "%.\(digits)f")) ?? number) }
          let scale = pow(10.0, Double(-digits))
          return .float((number / scale).rounded(.toNearestOrEven) * scale)
        }
      },
    ]
  }

  /// A whole number with so many digits after the point, where fewer than none are meant: 1234 with -2 is 1200.
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
    ) { _ in { call in .float(call.execution.clock()) } }
  }

  private static var sleep: Command {
    Command(
      "sleep", .basics, "Waits; an interruption ends it.", aliases: ["time.sleep"],
      examples: [.runs("sleep(0.01)")]
    ) { takes in
      let seconds = takes("seconds", .number(from: 0), "How long.", unit: "seconds")
      return { call in
        let clock = call.execution.clock
        let end = clock() + call[seconds]
        while clock() < end {
          try call.execution.poll()
          usleep(UInt32(max(0, min(10_000, (end - clock()) * 1e6))))
        }
        return .none
      }
    }
  }
}

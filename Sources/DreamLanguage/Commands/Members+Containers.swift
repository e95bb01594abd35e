import DreamKit
import Ground

/// The methods of lists, tuples and dicts.
extension Members {
  static var lists: [Member] {
    let element = Parameter("value", .any, "The element.")
    return searches + [
      list("append", "Adds an element at the end.", [element]) { list, arguments, _ in
        list.elements.append(arguments["value"])
        return .none
      },
      list("extend", "Adds several elements.", [Parameter("iterable", .iterable, "The elements to add.")]) {
        list, arguments, _ in
        list.elements += try CoreCommands.elements(arguments["iterable"])
        return .none
      },
      list(
        "insert", "Puts an element before a place.",
        [Parameter("index", .integer(), "The place; -1 is before the last."), element]
      ) {
        list, arguments, _ in
        let index = arguments.integer("index") ?? 0
        let place = index < 0 ? max(0, index + list.elements.count) : min(index, list.elements.count)
        list.elements.insert(arguments["value"], at: place)
        return .none
      },
      list(
        "pop", "Takes an element out.",
        [Parameter("index", .integer(), "The place; -1 is the last.", default: .int(-1))]
      ) {
        list, arguments, _ in
        let index = arguments.integer("index") ?? -1
        let value = try arguments["self"].selecting([.place(index)], key: nil)
        list.elements.remove(at: index < 0 ? index + list.elements.count : index)
        return value
      },
      list("remove", "Takes the first element out that equals a value.", [element]) { list, arguments, _ in
        list.elements.remove(at: try place(in: list.elements, arguments))
        return .none
      },
      list("clear", "Takes all elements out.") { list, _, _ in
        list.elements = []
        return .none
      },
      list("copy", "Another list of the same elements.") { list, _, _ in .list(list.elements) },
      list("reverse", "Turns the order round.") { list, _, _ in
        list.elements.reverse()
        return .none
      },
      list(
        "sort", "Puts the elements in order.", [CoreCommands.key, CoreCommands.reverse]
      ) { list, arguments, execution in
        list.elements = try CoreCommands.sorted(
          list.elements, key: arguments["key"], reverse: arguments.flag("reverse"), execution)
        return .none
      },
    ]
  }

  /// The methods that lists and tuples have.
  static var searches: [Member] {
    let element = Parameter("value", .any, "The element.")
    return [
      method("index", "The place of an element.", [element]) { arguments, _ in
        .int(try place(in: arguments["self"].sequence ?? [], arguments))
      },
      method("count", "How often an element is in it.", [element]) { arguments, _ in
        .int(try (arguments["self"].sequence ?? []).filter { try $0.isEqual(to: arguments["value"]) }.count)
      },
    ]
  }

  static var dicts: [Member] {
    let key = Parameter("key", .any, "The key.")
    let fallback = Parameter("default", .any, "What to give where it is missing.", default: Value.none)
    return [
      dict("keys", "The keys.") { dict, _ in .list(dict.keys) },
      dict("values", "The values.") { dict, _ in .list(dict.values) },
      dict("items", "Pairs of key and value.") { dict, _ in
        .list(zip(dict.keys, dict.values).map { .tuple([$0, $1]) })
      },
      dict("get", "The value of a key, or the default.", [key, fallback]) { dict, arguments in
        try dict.value(of: arguments["key"]) ?? arguments["default"]
      },
      dict("setdefault", "The value of a key, which is put in where it is missing.", [key, fallback]) {
        dict, arguments in
        if let value = try dict.value(of: arguments["key"]) { return value }
        try dict.set(arguments["key"], to: arguments["default"])
        return arguments["default"]
      },
      dict("pop", "Takes an entry out.", [key, fallback]) { dict, arguments in
        if let value = try dict.remove(arguments["key"]) { return value }
        if arguments.isGiven("default") { return arguments["default"] }
        throw dict.missing(arguments["key"])
      },
      dict("popitem", "Takes the last entry out: its key and its value.") { dict, _ in
        guard let key = dict.keys.last, let value = try dict.remove(key) else {
          throw Diagnostic(.key, "The dict is empty.", hint: "len(…) tells how many entries it has.")
        }
        return .tuple([key, value])
      },
      method(
        "update", "Puts in the entries of another dict, of pairs, and of named values.",
        [Parameter("pairs", .iterable, "A dict or pairs.", default: .tuple([]))], takesAnyName: true
      ) { arguments, _ in
        guard case .dict(let dict) = arguments["self"] else { return .none }
        try dict.fill(from: arguments)
        return .none
      },
      dict("copy", "Another dict of the same entries.") { dict, _ in
        let other = DictObject()
        for (key, value) in zip(dict.keys, dict.values) { try other.set(key, to: value) }
        return .dict(other)
      },
      dict("clear", "Takes all entries out.") { dict, _ in
        dict.removeContents()
        return .none
      },
    ]
  }

  // MARK: Implementation

  private static func list(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [],
    _ body: @escaping (ListObject, Arguments, Execution) throws -> Value
  ) -> Member {
    method(name, summary, parameters) { arguments, execution in
      guard case .list(let list) = arguments["self"] else { return .none }
      return try body(list, arguments, execution)
    }
  }

  private static func dict(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [],
    _ body: @escaping (DictObject, Arguments) throws -> Value
  ) -> Member {
    method(name, summary, parameters) { arguments, _ in
      guard case .dict(let dict) = arguments["self"] else { return .none }
      return try body(dict, arguments)
    }
  }

  private static func place(in elements: [Value], _ arguments: Arguments) throws -> Int {
    if let place = try elements.firstIndex(where: { try $0.isEqual(to: arguments["value"]) }) { return place }
    throw arguments.error(
      "\(arguments["value"].representation) is not among the elements.", hint: "'in' tells whether it is.",
      of: "value")
  }
}

extension DictObject {
  /// The error of a key that is not there: it names near ones, or some that are.
  func missing(_ key: Value) -> Diagnostic {
    let names = keys.map(\.representation)
    let near = Spelling.nearest(to: key.text, in: keys.map(\.text)).flatMap { text in
      keys.first { $0.text == text }.map { "Did you mean \($0.representation)?" }
    }
    let some = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    let hint = near ?? (names.isEmpty ? "The dict is empty." : "Its keys are \(some).")
    return Diagnostic(.key, "There is no key \(key.representation).", hint: hint)
  }

  /// Puts in the entries of a dict or of pairs (the argument `pairs`), and the named ones in the order of the call.
  func fill(from arguments: Arguments) throws {
    if case .dict(let other) = arguments["pairs"] {
      for (key, value) in zip(other.keys, other.values) { try set(key, to: value) }
    } else {
      for pair in try CoreCommands.elements(arguments["pairs"]) {
        let parts = try CoreCommands.elements(pair)
        guard parts.count == 2 else {
          throw arguments.error("A dict is made of pairs.", hint: "Write [('a', 1), ('b', 2)].", of: "pairs")
        }
        try set(parts[0], to: parts[1])
      }
    }
    for (name, value) in arguments.extra { try set(.string(name), to: value) }
  }
}

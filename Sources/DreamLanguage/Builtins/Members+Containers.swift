import Ground

/// The methods of lists, tuples and dicts.
extension Members {
  package static var lists: [Member] {
    searches + [
      .method("append", "Adds an element at the end.", of: .list) { takes in
        let element = element(takes)
        return { list, call in
          list.elements.append(call[element])
          return .none
        }
      },
      .method("extend", "Adds several elements.", of: .list) { takes in
        let iterable = takes("iterable", .iterable, "The elements to add.")
        return { list, call in
          list.elements += try call[iterable].elements()
          return .none
        }
      },
      .method("insert", "Puts an element before a place.", of: .list) { takes in
        let index = takes("index", .integer(), "The place; -1 is before the last.")
        let element = element(takes)
        return { list, call in
          let (index, count) = (call[index], list.elements.count)
          list.elements.insert(call[element], at: index < 0 ? max(0, index + count) : min(index, count))
          return .none
        }
      },
      .method("pop", "Takes an element out.", of: .list) { takes in
        let index = takes("index", .integer(), "The place; -1 is the last.", default: -1)
        return { list, call in
          let value = try Value.list(list).selecting([.place(call[index])], key: nil)
          list.elements.remove(at: call[index] < 0 ? call[index] + list.elements.count : call[index])
          return value
        }
      },
      .method("remove", "Takes the first element out that equals a value.", of: .list) { takes in
        let element = element(takes)
        return { list, call in
          list.elements.remove(at: try index(of: element, in: list.elements, call))
          return .none
        }
      },
      list("clear", "Takes all elements out.") { $0.elements = [] },
      .method("copy", "Another list of the same elements.", of: .list) { _ in
        { list, _ in .list(list.elements) }
      },
      list("reverse", "Reverses the order.") { $0.elements.reverse() },
      .method("sort", "Puts the elements in order.", of: .list) { takes in
        let order = CoreCommands.order(takes)
        return { list, call in
          list.elements = try CoreCommands.sorted(
            list.elements, key: call[order.key], reverse: call[order.reverse], call.execution)
          return .none
        }
      },
    ]
  }

  /// The methods that lists and tuples have.
  static var searches: [Member] {
    [
      .method("index", "The place of an element.", of: .elements) { takes in
        let element = element(takes)
        return { elements, call in .int(try index(of: element, in: elements, call)) }
      },
      .method("count", "How often an element is in it.", of: .elements) { takes in
        let element = element(takes)
        return { elements, call in .int(try elements.filter { try $0.isEqual(to: call[element]) }.count) }
      },
    ]
  }

  package static var dicts: [Member] {
    [
      dict("keys", "The keys.") { .list($0.keys) },
      dict("values", "The values.") { .list($0.values) },
      dict("items", "Pairs of key and value.") { dict in
        .list(zip(dict.keys, dict.values).map { .tuple([$0, $1]) })
      },
      dict("get", "The value of a key, or the default.") { dict, key, fallback, call in
        try dict.value(of: call[key]) ?? call[fallback]
      },
      dict("setdefault", "The value of a key, which is put in where it is missing.") {
        dict, key, fallback, call in
        if let value = try dict.value(of: call[key]) { return value }
        try dict.set(call[key], to: call[fallback])
        return call[fallback]
      },
      dict("pop", "Takes an entry out.") { dict, key, fallback, call in
        if let value = try dict.remove(call[key]) { return value }
        if call.isGiven(fallback) { return call[fallback] }
        throw dict.missing(call[key])
      },
      dict("popitem", "Takes the last entry out: its key and its value.") { dict in
        guard let key = dict.keys.last, let value = try dict.remove(key) else {
          throw Diagnostic(.key, "The dict is empty.", hint: "len(…) tells how many entries it has.")
        }
        return .tuple([key, value])
      },
      .method(
        "update", "Puts in the entries of another dict, of pairs, and of named values.", of: .dict,
        takesAnyName: true
      ) { takes in
        let pairs = DictObject.pairs(takes)
        return { dict, call in
          try dict.fill(from: pairs, in: call)
          return .none
        }
      },
      dict("copy", "Another dict of the same entries.") { dict in
        let other = DictObject()
        for (key, value) in zip(dict.keys, dict.values) { try other.set(key, to: value) }
        return .dict(other)
      },
      dict("clear", "Takes all entries out.") { dict in
        dict.removeContents()
        return .none
      },
    ]
  }

  // MARK: Implementation

  private static func element(_ takes: Parameters) -> Parameter<Value> {
    takes("value", .any, "The element.")
  }

  /// A method of lists without parameters that changes the list.
  private static func list(
    _ name: String, _ summary: String, _ change: @escaping (ListObject) -> Void
  ) -> Member {
    .method(name, summary, of: .list) { _ in
      { list, _ in
        change(list)
        return .none
      }
    }
  }

  /// A method of dicts without parameters.
  private static func dict(
    _ name: String, _ summary: String, _ body: @escaping (DictObject) throws -> Value
  ) -> Member {
    .method(name, summary, of: .dict) { _ in { dict, _ in try body(dict) } }
  }

  /// A method of dicts that takes a key and what to give where it is missing.
  private static func dict(
    _ name: String, _ summary: String,
    _ body:
      @escaping (DictObject, _ key: Parameter<Value>, _ fallback: Parameter<Value>, Call) throws -> Value
  ) -> Member {
    .method(name, summary, of: .dict) { takes in
      let key = takes("key", .any, "The key.")
      let fallback = takes("default", .any, "What to give where it is missing.", default: .none)
      return { dict, call in try body(dict, key, fallback, call) }
    }
  }

  private static func index(
    of element: Parameter<Value>, in elements: [Value], _ call: Call
  ) throws -> Int {
    if let index = try elements.firstIndex(where: { try $0.isEqual(to: call[element]) }) { return index }
    throw call.error(
      "\(call[element].representation) is not among the elements.", hint: "'in' tells whether it is.",
      of: element)
  }
}

extension ParameterType where Argument == ListObject {
  fileprivate static var list: Self {
    Self("a list") { if case .list(let list) = $0 { list } else { nil } }
  }
}

extension ParameterType where Argument == DictObject {
  fileprivate static var dict: Self {
    Self("a dict") { if case .dict(let dict) = $0 { dict } else { nil } }
  }
}

extension ParameterType where Argument == [Value] {
  /// The elements of a list or a tuple.
  fileprivate static var elements: Self { Self("a list or a tuple") { $0.sequence } }
}

extension DictObject {
  /// The error of a key that is not there: it names near ones, or some that are.
  package func missing(_ key: Value) -> Diagnostic {
    let names = keys.map(\.representation)
    let near = Spelling.nearest(to: key.text, in: keys.map(\.text)).flatMap { text in
      keys.first { $0.text == text }.map { "Did you mean \($0.representation)?" }
    }
    let some = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    let hint = near ?? (names.isEmpty ? "The dict is empty." : "Its keys are \(some).")
    return Diagnostic(.key, "There is no key \(key.representation).", hint: hint)
  }

  /// The parameter from which a dict is filled.
  static func pairs(_ takes: Parameters) -> Parameter<Value> {
    takes("pairs", .iterable, "A dict or pairs.", default: .tuple([]))
  }

  /// Puts in the entries of a dict or of pairs, and the named ones in the order of the call.
  package func fill(from pairs: Parameter<Value>, in call: Call) throws {
    if case .dict(let other) = call[pairs] {
      for (key, value) in zip(other.keys, other.values) { try set(key, to: value) }
    } else {
      for pair in try call[pairs].elements() {
        let parts = try pair.elements()
        guard parts.count == 2 else {
          throw call.error("A dict is made of pairs.", hint: "Write [('a', 1), ('b', 2)].", of: pairs)
        }
        try set(parts[0], to: parts[1])
      }
    }
    for (name, value) in call.extra { try set(.string(name), to: value) }
  }
}

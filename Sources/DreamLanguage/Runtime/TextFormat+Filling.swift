/// Texts with places to fill: `str.format` and `%`.
extension TextFormat {
  /// `str.format`: fills the braces of a text.
  package static func fill(
    _ text: String, positional: [Value], named: [String: Value]
  ) throws(Diagnostic) -> String {
    var next = 0
    return try fill(text, positional: positional, named: named, next: &next, depth: 0)
  }

  /// `text % values`.
  static func percent(_ format: String, _ values: Value) throws(Diagnostic) -> String {
    var arguments = [values][...]
    if case .tuple(let tuple) = values { arguments = tuple.elements[...] }
    var result = ""
    var isNamed = false
    var rest = Array(format)[...]
    while let character = rest.popFirst() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      var named: Value?
      if rest.first == "(" {
        named = try entry(String(rest.dropFirst().prefix { $0 != ")" }), of: values)
        rest = rest.drop { $0 != ")" }.dropFirst()
        isNamed = true
      }
      var specification = ""
      while let part = rest.popFirst() {
        specification.append(part)
        if part.isLetter || part == "%" { break }
      }
      if specification == "%" {
        result.append("%")
        continue
      }
      guard let value = named ?? arguments.popFirst() else {
        throw Diagnostic(.type, "There are more places than values.")
      }
      result += try percent(value, specification)
    }
    if !isNamed, !arguments.isEmpty { throw Diagnostic(.type, "There are more values than places.") }
    return result
  }

  // MARK: Implementation

  /// One place of a text with `%`.
  private static func percent(_ value: Value, _ specification: String) throws(Diagnostic) -> String {
    let flags = String(specification.dropLast())
    switch specification.last {
    case "s", "r":
      let shown = specification.last == "r" ? value.representation : value.text
      // Texts stand at the right here, unless told.
      return try format(.string(shown), flags.hasPrefix("-") ? "<" + flags.dropFirst() : ">" + flags)
    case "d", "i", "u":
      guard let number = value.number else {
        throw Diagnostic(.type, "'%\(specification)' takes a number, not \(value.typePhrase).")
      }
      return try format(.int(try Value.truncated(number)), aligned(flags) + "d")
    case "c" where value.wholeNumber == nil: return try format(.string(value.text), aligned(flags))
    default:
      if value.number == nil, specification.last.map({ "eEfFgGxXoc".contains($0) }) == true {
        throw Diagnostic(.type, "'%\(specification)' takes a number, not \(value.typePhrase).")
      }
      return try format(value, aligned(flags) + specification.suffix(1))
    }
  }

  /// The flags of a place with `%`, where a minus stands for the left side.
  private static func aligned(_ flags: String) -> String {
    flags.hasPrefix("-") ? "<" + flags.dropFirst() : flags
  }

  private static func entry(_ name: String, of values: Value) throws(Diagnostic) -> Value {
    guard case .dict(let dict) = values else {
      throw Diagnostic(.type, "'%(\(name))' takes its value out of a dict, not out of \(values.typePhrase).")
    }
    guard let value = try dict.value(of: .string(name)) else { throw dict.missing(.string(name)) }
    return value
  }

  private static func fill(
    _ text: String, positional: [Value], named: [String: Value], next: inout Int, depth: Int
  ) throws(Diagnostic) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "{" || character == "}", rest.first == character {
        rest.removeFirst()
        result.append(character)
      } else if character == "}" {
        throw Diagnostic(.value, "A single '}' in the format.", hint: "Write '}}'.")
      } else if character == "{" {
        var inner = ""
        var open = 1
        while let part = rest.popFirst() {
          if part == "{" { open += 1 }
          if part == "}" { open -= 1 }
          if open == 0 { break }
          inner.append(part)
        }
        if open > 0 { throw Diagnostic(.value, "A '{' of the format is never closed.") }
        if depth > 1 { throw Diagnostic(.value, "The format is nested too deeply.") }
        let colon = inner.firstIndex(of: ":")
        var name = String(inner[..<(colon ?? inner.endIndex)])
        var conversion: Substring?
        if let mark = name.firstIndex(of: "!") {
          conversion = name[name.index(after: mark)...]
          name = String(name[..<mark])
        }
        var value = try lookUp(name, positional, named, &next)
        if conversion == "r" { value = .string(value.representation) }
        if conversion == "s" { value = .string(value.text) }
        var specification = colon.map { String(inner[inner.index(after: $0)...]) } ?? ""
        if specification.contains("{") {
          specification = try fill(
            specification, positional: positional, named: named, next: &next, depth: depth + 1)
        }
        result += try format(value, specification)
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// The value of a place: a number or a name, or nothing for the next one, and then elements: `0[1]`, `sizes[large]`.
  private static func lookUp(
    _ path: String, _ positional: [Value], _ named: [String: Value], _ next: inout Int
  ) throws(Diagnostic) -> Value {
    var parts = path.split(separator: "[", omittingEmptySubsequences: false).map(String.init)
    var name = parts.removeFirst()
    if name.isEmpty {
      name = String(next)
      next += 1
    }
    var value: Value
    if let index = Int(name) {
      guard positional.indices.contains(index) else {
        let given = positional.count == 1 ? "only 1 is" : "\(positional.count) are"
        throw Diagnostic(
          .index, "The format asks for value \(index + 1), but \(given) given.",
          hint: "Give format() a value for each pair of braces.")
      }
      value = positional[index]
    } else {
      guard let found = named[name] else {
        throw Diagnostic(.key, "The format asks for '\(name)', which is not given.")
      }
      value = found
    }
    for part in parts {
      guard part.hasSuffix("]") else {
        throw Diagnostic(
          .value, "'\(path)' names no place.", hint: "Elements are written like {0[1]} or {sizes[large]}.")
      }
      let key = String(part.dropLast())
      do {
        value =
          try Int(key).map { try value.selecting([.place($0)], key: .int($0)) }
          ?? value.selecting([.key(.string(key))], key: .string(key))
      } catch { throw Diagnostic(describing: error) }
    }
    return value
  }
}

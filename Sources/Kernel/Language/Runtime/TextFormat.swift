#if canImport(Glibc)
  import Glibc
#endif

/// Python's format specifications: `{:>8.3f}`, `{:,}`, `{:.1%}`.
struct TextFormat {
  var fill: Character = " "
  var alignment: Character?
  var sign: Character = "-"
  var isAlternate = false
  var width = 0
  var grouping: Character?
  var precision: Int?
  var type: Character?

  /// Reads a specification.
  init(_ specification: String) throws(Diagnostic) {
    var rest = Array(specification)[...]
    func isAlignment(_ character: Character) -> Bool { "<>^=".contains(character) }
    if rest.count > 1, isAlignment(rest[rest.startIndex + 1]) {
      fill = rest.removeFirst()
      alignment = rest.removeFirst()
    } else if let first = rest.first, isAlignment(first) {
      alignment = rest.removeFirst()
    }
    if let first = rest.first, "+- ".contains(first) { sign = rest.removeFirst() }
    if rest.first == "#" {
      isAlternate = true
      rest.removeFirst()
    }
    if rest.first == "0" {
      if alignment == nil {
        fill = "0"
        alignment = "="
      }
      rest.removeFirst()
    }
    func number() throws(Diagnostic) -> Int? {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      if digits.isEmpty { return nil }
      guard let value = Int(String(digits)), value <= 10_000 else {
        throw Diagnostic(.value, "The format '\(specification)' is too wide.")
      }
      return value
    }
    width = try number() ?? 0
    if let first = rest.first, first == "," || first == "_" { grouping = rest.removeFirst() }
    if rest.first == "." {
      rest.removeFirst()
      guard let digits = try number() else {
        throw Diagnostic(.value, "The format '\(specification)' lacks the number of digits after the point.")
      }
      precision = digits
    }
    type = rest.popFirst()
    guard rest.isEmpty, type.map({ "bcdeEfFgGnosxX%".contains($0) }) ?? true else {
      throw Diagnostic(
        .value, "'\(specification)' is not a format.", hint: "Formats look like '.3f', '>8' or '.1%'.")
    }
  }

  /// A value under a specification.
  static func format(_ value: Value, _ specification: String) throws(Diagnostic) -> String {
    if specification.isEmpty { return value.text }
    return try TextFormat(specification).apply(to: value, specification)
  }

  /// `str.format`: fills the braces of a text.
  static func fill(
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
    var rest = Array(format)[...]
    while let character = rest.popFirst() {
      guard character == "%" else {
        result.append(character)
        continue
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
      guard let value = arguments.popFirst() else {
        throw Diagnostic(.type, "There are more places than values.")
      }
      if let last = specification.last, "srdi".contains(last) {
        let flags = String(specification.dropLast())
        let shown =
          last == "r" ? Value.string(value.representation) : last == "s" ? .string(value.text) : value
        if last == "d" || last == "i", let number = value.number {
          result += try Self.format(.int(try Value.truncated(number)), flags + "d")
        } else {
          result += try Self.format(shown, flags.hasPrefix("-") ? "<" + flags.dropFirst() : flags)
        }
      } else {
        result += try Self.format(value, specification)
      }
    }
    if !arguments.isEmpty { throw Diagnostic(.type, "There are more values than places.") }
    return result
  }

  /// A time with its unit: `850 µs`, `12.3 ms`, `1.23 s`, `2 min 5 s`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 1e-3 { return printf(seconds * 1e6, "%.3g µs") }
    if seconds < 1 { return printf(seconds * 1e3, "%.3g ms") }
    if seconds < 60 { return printf(seconds, "%.3g s") }
    let whole = Int(min(seconds, 1e9).rounded())
    return "\(whole / 60) min \(whole % 60) s"
  }

  /// A number with C's `printf`, such as `%.3f`.
  static func printf(_ value: Double, _ format: String) -> String {
    var buffer = [CChar](repeating: 0, count: 512)
    let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    if length >= buffer.count {
      buffer = [CChar](repeating: 0, count: Int(length) + 1)
      _ = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  // MARK: Implementation

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

  private static func lookUp(
    _ name: String, _ positional: [Value], _ named: [String: Value], _ next: inout Int
  ) throws(Diagnostic) -> Value {
    var name = name
    if name.isEmpty {
      name = String(next)
      next += 1
    }
    if let index = Int(name) {
      guard positional.indices.contains(index) else {
        let given = positional.count == 1 ? "only 1 is" : "\(positional.count) are"
        throw Diagnostic(
          .index, "The format asks for value \(index + 1), but \(given) given.",
          hint: "Give format() a value for each pair of braces.")
      }
      return positional[index]
    }
    guard let value = named[name] else {
      throw Diagnostic(.key, "The format asks for '\(name)', which is not given.")
    }
    return value
  }

  private func apply(to value: Value, _ specification: String) throws(Diagnostic) -> String {
    if case .string(let text) = value { return try padded(text, specification) }
    guard let number = value.number else {
      if type == nil || type == "s" { return try padded(value.text, specification) }
      throw Diagnostic(.type, "The format '\(specification)' is for numbers, not for \(value.typePhrase).")
    }
    let magnitude: String
    switch type {
    case "d", "n", "x", "X", "o", "b", "c":
      guard let whole = value.wholeNumber else {
        throw Diagnostic(
          .value, "The format '\(specification)' is for whole numbers, not for \(value.typePhrase).",
          hint: "Use '.0f'.")
      }
      magnitude = digits(of: whole)
    case nil where value.wholeNumber != nil && precision == nil:
      magnitude = String((value.wholeNumber ?? 0).magnitude)
    case nil where precision == nil: magnitude = abs(number).description
    case "%": magnitude = Self.printf(abs(number) * 100, "%.\(precision ?? 6)f") + "%"
    case "s": throw Diagnostic(.value, "The format 's' is for strings, not for numbers.", hint: "Use str(…).")
    default:
      magnitude = Self.printf(abs(number), "%.\(precision ?? 6)\(type.map(String.init) ?? "g")")
    }
    let isNegative = number.sign == .minus && !number.isNaN
    let lead = isNegative ? "-" : sign == "-" ? "" : String(sign)
    return aligned(lead: lead, body: grouped(magnitude), preferred: ">")
  }

  private func digits(of whole: Int) -> String {
    switch type {
    case "x", "X":
      let text = String(whole.magnitude, radix: 16, uppercase: type == "X")
      return isAlternate ? "0x" + text : text
    case "o": return (isAlternate ? "0o" : "") + String(whole.magnitude, radix: 8)
    case "b": return (isAlternate ? "0b" : "") + String(whole.magnitude, radix: 2)
    case "c": return UInt32(exactly: whole).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "?"
    default: return String(whole.magnitude)
    }
  }

  private func padded(_ text: String, _ specification: String) throws(Diagnostic) -> String {
    guard type == nil || type == "s", alignment != "=" || fill == "0" else {
      throw Diagnostic(.value, "The format '\(specification)' is for numbers, not for a str.")
    }
    return aligned(lead: "", body: precision.map { String(text.prefix($0)) } ?? text, preferred: "<")
  }

  private func grouped(_ magnitude: String) -> String {
    guard let grouping else { return magnitude }
    let whole = magnitude.prefix { $0.isNumber }
    var result = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: 3) { result.append(grouping) }
      result.append(digit)
    }
    return result + magnitude.dropFirst(whole.count)
  }

  private func aligned(lead: String, body: String, preferred: Character) -> String {
    let missing = max(0, width - lead.count - body.count)
    func pad(_ count: Int) -> String { String(repeating: fill, count: count) }
    switch alignment ?? preferred {
    case "<": return lead + body + pad(missing)
    case "^": return pad(missing / 2) + lead + body + pad(missing - missing / 2)
    case "=": return lead + pad(missing) + body
    default: return pad(missing) + lead + body
    }
  }
}

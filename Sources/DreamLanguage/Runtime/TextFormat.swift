#if canImport(Glibc)
  import Glibc
#endif

/// Python's format specifications: `{:>8.3f}`, `{:,}`, `{:.1%}`.
package struct TextFormat {
  /// What fills the width; blanks or zeros where it is not named.
  package var fill: Character?
  var alignment: Character?
  var sign: Character = "-"
  var isAlternate = false
  /// Whether zeros fill the width, behind the sign.
  var isZeroFilled = false
  package var width = 0
  package var grouping: Character?
  package var precision: Int?
  package var type: Character?

  /// Reads a specification.
  package init(_ specification: String) throws(Diagnostic) {
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
      // Zeros fill where no other character is named; they do not move a text to the right.
      if fill == nil { isZeroFilled = true }
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
  package static func format(_ value: Value, _ specification: String) throws(Diagnostic) -> String {
    if specification.isEmpty { return value.text }
    return try TextFormat(specification).apply(to: value, specification)
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
  package static func printf(_ value: Double, _ format: String) -> String {
    var buffer = [CChar](repeating: 0, count: 512)
    let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    if length >= buffer.count {
      buffer = [CChar](repeating: 0, count: Int(length) + 1)
      _ = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  // MARK: Implementation

  private func apply(to value: Value, _ specification: String) throws(Diagnostic) -> String {
    if case .string(let text) = value { return try padded(text, specification) }
    guard let number = value.number else {
      throw Diagnostic(
        .type, "The format '\(specification)' is for numbers and strings, not for \(value.typePhrase).",
        hint: "Write !s before the colon, or str(…).")
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
    case nil: magnitude = Self.short(abs(number), digits: max(1, precision ?? 6))
    case "%": magnitude = Self.printf(abs(number) * 100, "%.\(precision ?? 6)f") + "%"
    case "s": throw Diagnostic(.value, "The format 's' is for strings, not for numbers.", hint: "Use str(…).")
    default:
      magnitude = Self.printf(abs(number), "%.\(precision ?? 6)\(type.map(String.init) ?? "g")")
    }
    let isNegative = number.sign == .minus && !number.isNaN
    let mark =
      isAlternate ? ["x": "0x", "X": "0X", "o": "0o", "b": "0b"][type.map(String.init) ?? ""] ?? "" : ""
    let lead = (isNegative ? "-" : sign == "-" ? "" : String(sign)) + mark
    let missing = isZeroFilled && alignment ?? "=" == "=" ? width - lead.count : 0
    return aligned(
      lead: lead, body: grouped(magnitude, filling: missing), preferred: isZeroFilled ? "=" : ">")
  }

  private func digits(of whole: Int) -> String {
    switch type {
    case "x", "X": String(whole.magnitude, radix: 16, uppercase: type == "X")
    case "o": String(whole.magnitude, radix: 8)
    case "b": String(whole.magnitude, radix: 2)
    case "c": UInt32(exactly: whole).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "?"
    default: String(whole.magnitude)
    }
  }

  /// A number with so many digits in all, and at least one behind the point where it has no exponent.
  private static func short(_ number: Double, digits: Int) -> String {
    guard number.isFinite else { return number.description }
    let scientific = printf(number, "%.\(digits - 1)e")
    let exponent = scientific.split(separator: "e").last.flatMap { Int($0) } ?? 0
    if number != 0, exponent < -4 || exponent > digits - 2 {
      let mantissa = scientific.prefix { $0 != "e" }
      guard mantissa.contains(".") else { return scientific }
      let zeros = mantissa.reversed().prefix { $0 == "0" || $0 == "." }.prefix { $0 == "0" }.count
      let kept = mantissa.dropLast(zeros)
      return String(kept.hasSuffix(".") ? kept.dropLast() : kept) + scientific.dropFirst(mantissa.count)
    }
    let plain = printf(number, "%.\(digits)g")
    return plain.contains(".") ? plain : plain + ".0"
  }

  private func padded(_ text: String, _ specification: String) throws(Diagnostic) -> String {
    guard type == nil || type == "s", alignment != "=" else {
      throw Diagnostic(.value, "The format '\(specification)' is for numbers, not for a str.")
    }
    return aligned(lead: "", body: precision.map { String(text.prefix($0)) } ?? text, preferred: "<")
  }

  /// Digits in groups, and zeros before them until they fill a width.
  private func grouped(_ magnitude: String, filling width: Int) -> String {
    guard let grouping else { return magnitude }
    let isPlain = type.map { !"xXob".contains($0) } ?? true
    let size = isPlain ? 3 : 4
    var whole = Array(isPlain ? magnitude.prefix { $0.isNumber } : magnitude[...])
    let rest = magnitude.dropFirst(whole.count)
    while whole.count + (whole.count - 1) / size + rest.count < width { whole.insert("0", at: 0) }
    var result = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: size) { result.append(grouping) }
      result.append(digit)
    }
    return result + rest
  }

  private func aligned(lead: String, body: String, preferred: Character) -> String {
    let missing = max(0, width - lead.count - body.count)
    func pad(_ count: Int) -> String {
      String(repeating: fill ?? (isZeroFilled ? "0" : " "), count: count)
    }
    switch alignment ?? preferred {
    case "<": return lead + body + pad(missing)
    case "^": return pad(missing / 2) + lead + body + pad(missing - missing / 2)
    case "=": return lead + pad(missing) + body
    default: return pad(missing) + lead + body
    }
  }
}

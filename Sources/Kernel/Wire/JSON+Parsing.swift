extension JSON {
  /// Parses UTF-8 text that holds exactly one JSON value (RFC 8259).
  ///
  /// Damaged UTF-8 and lone surrogates become U+FFFD: clients do send them, and they are no reason to refuse a cell.
  /// Of members with the same name the last one stays. Values may nest up to 128 levels,
  /// and numbers have up to 4,096 characters.
  ///
  /// - Throws: ``WireError/malformedJSON(offset:)``.
  public init(parsing bytes: [UInt8]) throws(WireError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }
}

// MARK: Implementation

private struct JSONParser {
  let bytes: [UInt8]
  var position = 0

  static let depthLimit = 128
  static let numberLimit = 4096

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  var malformed: WireError { .malformedJSON(offset: position) }

  mutating func document() throws(WireError) -> JSON {
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw malformed }
    return value
  }

  mutating func value(depth: Int) throws(WireError) -> JSON {
    skipSpace()
    guard depth < Self.depthLimit, let byte = next else { throw malformed }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  mutating func object(depth: Int) throws(WireError) -> JSON {
    var members: [String: JSON] = [:]
    position += 1
    if skip(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw malformed }
      let name = try string()
      guard skip(UInt8(ascii: ":")) else { throw malformed }
      members[name] = try value(depth: depth + 1)
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw malformed }
    return .object(members)
  }

  mutating func array(depth: Int) throws(WireError) -> JSON {
    var elements: [JSON] = []
    position += 1
    if skip(UInt8(ascii: "]")) { return .array(elements) }
    repeat { elements.append(try value(depth: depth + 1)) } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw malformed }
    return .array(elements)
  }

  mutating func word(_ word: String, _ value: JSON) throws(WireError) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw malformed }
    position += word.utf8.count
    return value
  }

  mutating func number() throws(WireError) -> JSON {
    let start = position
    var whole = true
    if next == UInt8(ascii: "-") { position += 1 }
    let leading = next
    let digits = skipDigits()
    guard digits > 0, digits == 1 || leading != UInt8(ascii: "0") else { throw malformed }
    if next == UInt8(ascii: ".") {
      whole = false
      position += 1
      guard skipDigits() > 0 else { throw malformed }
    }
    if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
      whole = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard skipDigits() > 0 else { throw malformed }
    }
    guard position - start <= Self.numberLimit else { throw malformed }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if whole, let value = Int(text) { return .int(value) }
    guard let value = Double(text) else { throw malformed }
    return .double(value)
  }

  mutating func string() throws(WireError) -> String {
    position += 1
    var start = position  // of the run without escapes
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let run = bytes[start..<position]
        position += 1
        return text.isEmpty
          ? String(decoding: run, as: UTF8.self) : String(decoding: text + run, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += bytes[start..<position]
        position += 1
        text += Array(String(try escape()).utf8)
        start = position
      case 0..<0x20: throw malformed
      default: position += 1
      }
    }
    throw malformed
  }

  mutating func escape() throws(WireError) -> Unicode.Scalar {
    guard let byte = next else { throw malformed }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default: throw malformed
    }
  }

  /// What follows `\u`: four digits, or two such escapes that make one surrogate pair.
  mutating func codePoint() throws(WireError) -> Unicode.Scalar {
    let unit = try hexUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let afterFirst = position
    if unit < 0xDC00, bytes[position...].starts(with: "\\u".utf8) {
      position += 2
      let second = try hexUnit()
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
      position = afterFirst
    }
    return "\u{FFFD}"
  }

  mutating func hexUnit() throws(WireError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw malformed }
    var unit: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw malformed }
      unit = unit << 4 | UInt32(digit)
    }
    position += 4
    return unit
  }

  /// Skips white space and then `byte`, and returns whether it was there.
  mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  mutating func skipDigits() -> Int {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position - start
  }
}

extension Lexer {
  /// Reads a number: 500, 1_000, 0xFF, 0b101, 0.01, 1e-3.
  mutating func scanNumber() throws(Diagnostic) {
    let start = position
    if peek() == UInt8(ascii: "0"), let radix = Self.radix(of: peek(1) | 0x20) {
      position += 2
      let digits = scanDigits(allowLetters: true)
      guard let value = Int(digits, radix: radix) else {
        throw failure(
          "'\(text(from: start))' is not a whole number that fits 64 bits.", from: start,
          hint: "Digits follow the letter, as in 0xFF.")
      }
      append(.int(value), from: start)
      return
    }
    var isFloat = false
    var digits = scanDigits()
    if peek() == UInt8(ascii: "."), peek(1) != UInt8(ascii: ".") {
      isFloat = true
      position += 1
      digits += "." + scanDigits()
    }
    if peek() | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+") ? 1 : 0
      if Self.isDigit(peek(1 + sign)) {
        isFloat = true
        digits += "e" + (sign == 1 ? String(UnicodeScalar(peek(1))) : "")
        position += 1 + sign
        digits += scanDigits()
      }
    }
    let next = peek()
    if (next | 0x20 >= UInt8(ascii: "a") && next | 0x20 <= UInt8(ascii: "z")) || next == UInt8(ascii: "_") {
      position += 1
      throw failure("'\(text(from: start))' is neither a number nor a name.", from: start)
    }
    if digits.hasPrefix(".") { digits = "0" + digits }
    if digits.hasSuffix(".") { digits += "0" }
    digits = digits.replacing(".e", with: ".0e")
    if isFloat, let value = Double(digits) {
      append(.float(value), from: start)
    } else if digits.count > 1, digits.hasPrefix("0"), digits.contains(where: { $0 != "0" }) {
      let before = result.suffix(2).map(\.kind)
      let isDecimal = before.last == .op(",") && result.last?.range.end == start
      var hint = "Leave the 0 out; octal numbers start with 0o."
      if isDecimal, case .int(let whole)? = before.first {
        hint = "A number is written with a point: \(whole).\(digits)."
      }
      throw failure("A whole number does not start with 0.", from: start, hint: hint)
    } else if let value = Int(digits) {
      append(.int(value), from: start)
    } else {
      throw failure("'\(text(from: start))' is a whole number that does not fit 64 bits.", from: start)
    }
  }

  /// Reads a string whose prefix has been read and whose quote is next.
  mutating func scanString(prefix: String, from start: Int) throws(Diagnostic) {
    if prefix.contains("b") {
      throw failure("Byte strings are not part of this language.", from: start, hint: "Leave the b out.")
    }
    let quote = peek()
    let isTriple = peek(1) == quote && peek(2) == quote
    position += isTriple ? 3 : 1
    var reader = StringReader(
      quote: quote, isTriple: isTriple, isRaw: prefix.contains("r"), isFormatted: prefix.contains("f"),
      start: start)
    let pieces = try readPieces(&reader)
    append(.string(pieces), from: start)
  }

  // MARK: Implementation

  private struct StringReader {
    let quote: UInt8
    let isTriple: Bool
    let isRaw: Bool
    let isFormatted: Bool
    let start: Int
    var depth = 0
  }

  private func text(from start: Int) -> String { source[SourceRange(start: start, end: position)] }

  private static func radix(of letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private mutating func scanDigits(allowLetters: Bool = false) -> String {
    var digits: [UInt8] = []
    while position < end {
      let byte = peek()
      let isLetter = allowLetters && byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
      if Self.isDigit(byte) || isLetter {
        digits.append(byte)
      } else if byte != UInt8(ascii: "_") || digits.isEmpty || !(Self.isDigit(peek(1)) || allowLetters) {
        break
      }
      position += 1
    }
    return String(decoding: digits, as: UTF8.self)
  }

  private func closes(_ reader: StringReader) -> Bool {
    guard peek() == reader.quote else { return false }
    return !reader.isTriple || (peek(1) == reader.quote && peek(2) == reader.quote)
  }

  /// Reads up to the closing quote, or in a format up to the closing brace, which is left to the caller.
  private mutating func readPieces(_ reader: inout StringReader) throws(Diagnostic) -> [StringPiece] {
    var pieces: [StringPiece] = []
    var text: [UInt8] = []
    func flush() {
      if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
    }
    while true {
      guard position < end else {
        if reader.isTriple {
          throw incomplete("This string is never closed.", from: reader.start, to: reader.start + 3)
        }
        throw failure(
          "This string is never closed.", from: reader.start, hint: "Close it with the quote it opens with.")
      }
      let byte = peek()
      if closes(reader) {
        if reader.depth == 0 { position += reader.isTriple ? 3 : 1 }
        flush()
        return pieces
      }
      if reader.depth > 0, byte == UInt8(ascii: "}") {
        flush()
        return pieces
      }
      if byte == UInt8(ascii: "\n"), !reader.isTriple {
        throw failure(
          "This string is not closed on its line.", from: reader.start, hint: "Close it, or use ''' … '''.")
      }
      if byte == UInt8(ascii: "\\"), !reader.isRaw {
        text += Array(try readEscape().utf8)
      } else if byte == UInt8(ascii: "\\") {
        text.append(byte)
        position += 1
        if position < end {
          text.append(peek())
          position += 1
        }
      } else if reader.isFormatted, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
        if peek(1) == byte, reader.depth == 0 {
          text.append(byte)
          position += 2
        } else if byte == UInt8(ascii: "}") {
          throw failure("A single '}' in an f-string.", from: position, to: position + 1, hint: "Write '}}'.")
        } else {
          flush()
          pieces.append(try readField(&reader))
        }
      } else {
        text.append(byte)
        position += 1
      }
    }
  }

  private mutating func readField(_ reader: inout StringReader) throws(Diagnostic) -> StringPiece {
    let open = position
    position += 1
    let start = position
    let stop = try fieldEnd(open: open, reader: reader)
    var label: String?
    var expression = SourceRange(start: start, end: stop)
    if peek() == UInt8(ascii: "=") {
      position += 1
      while peek() == UInt8(ascii: " ") { position += 1 }
      label = text(from: start)
      expression.end = stop
    }
    if source[expression].allSatisfy(\.isWhitespace) {
      throw failure("The braces of this f-string are empty.", from: open, to: position + 1)
    }
    var conversion: Character?
    if peek() == UInt8(ascii: "!") {
      conversion = Character(UnicodeScalar(peek(1)))
      guard let letter = conversion, "rsa".contains(letter) else {
        throw failure("After '!' stands r or s.", from: position, to: position + 2)
      }
      position += 2
    }
    var format: [StringPiece] = []
    if peek() == UInt8(ascii: ":") {
      position += 1
      guard reader.depth < 2 else { throw failure("This format is nested too deeply.", from: open) }
      reader.depth += 1
      format = try readPieces(&reader)
      reader.depth -= 1
    }
    guard peek() == UInt8(ascii: "}") else {
      throw failure(
        "'{' is not closed in this f-string.", from: open, to: open + 1,
        hint: "Write '}' behind the expression, or '{{' for the character itself.")
    }
    position += 1
    return .field(expression: expression, conversion: conversion, format: format, label: label)
  }

  /// Moves to what ends the expression of a field and returns that offset.
  private mutating func fieldEnd(open: Int, reader: StringReader) throws(Diagnostic) -> Int {
    var depth = 0
    while position < end, !(closes(reader) && depth == 0) {
      let byte = peek()
      let next = peek(1)
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}") where depth == 0, UInt8(ascii: ":") where depth == 0: return position
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "!") where depth == 0 && next != UInt8(ascii: "="): return position
      case UInt8(ascii: "=") where depth == 0 && next == UInt8(ascii: "="): position += 1
      case UInt8(ascii: "=") where depth == 0 && !"<>!".utf8.contains(bytes[position - 1]): return position
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        if byte == reader.quote, !reader.isTriple, depth == 0 { break }
        position += 1
        while position < end, peek() != byte, peek() != UInt8(ascii: "\n") { position += 1 }
      default: break
      }
      position += 1
    }
    throw failure(
      "'{' is not closed in this f-string.", from: open, to: open + 1,
      hint: "Write '}' behind the expression, or '{{' for the character itself.")
  }

  private mutating func readEscape() throws(Diagnostic) -> String {
    let start = position
    let letter = peek(1)
    position += 2
    switch letter {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "a"): return "\u{07}"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "v"): return "\u{0B}"
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "'"): return "'"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\n"): return ""
    case UInt8(ascii: "x"): return try readCode(digits: 2, radix: 16, from: start)
    case UInt8(ascii: "u"): return try readCode(digits: 4, radix: 16, from: start)
    case UInt8(ascii: "U"): return try readCode(digits: 8, radix: 16, from: start)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      var count = 1
      while count < 3, peek(count) >= UInt8(ascii: "0"), peek(count) <= UInt8(ascii: "7") { count += 1 }
      return try readCode(digits: count, radix: 8, from: start)
    default:
      // As in Python, an unknown escape stands for itself.
      position -= 1
      return "\\"
    }
  }

  private mutating func readCode(digits: Int, radix: Int, from start: Int) throws(Diagnostic) -> String {
    let stop = min(position + digits, end)
    let code = UInt32(source[SourceRange(start: position, end: stop)], radix: radix)
    guard stop == position + digits, let code, let scalar = Unicode.Scalar(code) else {
      throw failure("This escape names no character.", from: start, to: stop)
    }
    position = stop
    return String(Character(scalar))
  }
}

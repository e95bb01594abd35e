import DreamKit

/// The methods of strings.
extension Members {
  static var strings: [Member] { formatting + splitting + changing + searching + asking }

  /// A method of a text.
  static func text(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [],
    _ body: @escaping (String, Arguments) throws -> Value
  ) -> Member {
    method(name, summary, parameters) { arguments, _ in try body(arguments.string("self") ?? "", arguments) }
  }

  // MARK: Implementation

  /// A method without parameters that makes another string.
  private static func change(_ name: String, _ summary: String, _ body: @escaping (String) -> String)
    -> Member
  {
    text(name, summary) { text, _ in .string(body(text)) }
  }

  private static var formatting: [Member] {
    [
      method(
        "format", "Fills the braces of the text.",
        [Parameter("values", .any, "What to fill in.", isVariadic: true)], takesAnyName: true
      ) { arguments, _ in
        let named = Dictionary(arguments.extra.map { ($0.name, $0.value) }) { _, last in last }
        return .string(
          try TextFormat.fill(arguments.string("self") ?? "", positional: arguments.rest, named: named))
      },
      padding("ljust", "Filled up at the right.") { missing, _ in (0, missing) },
      padding("rjust", "Filled up at the left.") { missing, _ in (missing, 0) },
      padding("center", "Filled up at both sides.") { missing, width in
        // As CPython has it: an odd rest goes to the left where the width is odd.
        let left = missing / 2 + (missing & width & 1)
        return (left, missing - left)
      },
      text(
        "zfill", "Filled up at the left with zeros, behind the sign.",
        [Parameter("width", .integer(from: 0, to: 10_000), "How long at the least.", unit: "characters")]
      ) { text, arguments in
        let missing = max(0, (arguments.integer("width") ?? 0) - text.unicodeScalars.count)
        let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
        return .string(sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count))
      },
    ]
  }

  private static func padding(
    _ name: String, _ summary: String,
    _ sides: @escaping (_ missing: Int, _ width: Int) -> (left: Int, right: Int)
  ) -> Member {
    text(
      name, summary,
      [
        Parameter("width", .integer(from: 0, to: 10_000), "How long at the least.", unit: "characters"),
        Parameter("fillchar", .text, "What to fill with: one character.", default: .string(" ")),
      ]
    ) { text, arguments in
      let fill = arguments.string("fillchar") ?? " "
      guard fill.unicodeScalars.count == 1 else {
        throw arguments.error("'fillchar' is one character, not \(Value.quoted(fill)).", of: "fillchar")
      }
      let width = arguments.integer("width") ?? 0
      let (left, right) = sides(max(0, width - text.unicodeScalars.count), width)
      return .string(String(repeating: fill, count: left) + text + String(repeating: fill, count: right))
    }
  }

  private static var changing: [Member] {
    let affix = Parameter("text", .text, "The text to take off.")
    return [
      strip("strip", "Without white space, or given characters, at both ends.", atStart: true, atEnd: true),
      strip("lstrip", "Without white space, or given characters, at the start.", atStart: true, atEnd: false),
      strip("rstrip", "Without white space, or given characters, at the end.", atStart: false, atEnd: true),
      change("upper", "In capital letters.") { $0.uppercased() },
      change("lower", "In small letters.") { $0.lowercased() },
      change("casefold", "In small letters, to compare texts.") { $0.lowercased() },
      change("swapcase", "Small letters in capital, and the other way round.") { text in
        text.reduce(into: "") { $0 += $1.isUppercase ? $1.lowercased() : $1.uppercased() }
      },
      change("capitalize", "With a capital first letter, the rest small.") {
        $0.prefix(1).uppercased() + $0.dropFirst().lowercased()
      },
      change("title", "With capital first letters of the words.", titled),
      text(
        "replace", "With one text put for another.",
        [
          Parameter("old", .text, "What to replace."), Parameter("new", .text, "What to put there."),
          Parameter("count", .integer(from: -1), "How often at the most; -1 is always.", default: .int(-1)),
        ]
      ) { text, arguments in
        let (old, most) = (arguments.string("old") ?? "", arguments.integer("count") ?? -1)
        if old.isEmpty { throw arguments.error("There is nothing to replace.", of: "old") }
        return .string(
          text.replacing(old, with: arguments.string("new") ?? "", maxReplacements: most < 0 ? .max : most))
      },
      text(
        "expandtabs", "With blanks for tabs.",
        [Parameter("tabsize", .integer(from: 0, to: 100), "Where tabs end.", default: .int(8))]
      ) { text, arguments in
        let size = arguments.integer("tabsize") ?? 8
        var column = 0
        return .string(
          text.reduce(into: "") { result, character in
            let blanks = character == "\t" ? (size == 0 ? 0 : size - column % size) : nil
            result += blanks.map { String(repeating: " ", count: $0) } ?? String(character)
            column = character.isNewline ? 0 : column + (blanks ?? 1)
          })
      },
      text("removeprefix", "Without a text at the start.", [affix]) { text, arguments in
        let part = arguments.string("text") ?? ""
        return .string(text.hasPrefix(part) ? String(text.dropFirst(part.count)) : text)
      },
      text("removesuffix", "Without a text at the end.", [affix]) { text, arguments in
        let part = arguments.string("text") ?? ""
        return .string(text.hasSuffix(part) ? String(text.dropLast(part.count)) : text)
      },
    ]
  }

  private static func strip(_ name: String, _ summary: String, atStart: Bool, atEnd: Bool) -> Member {
    text(
      name, summary,
      [
        Parameter(
          "chars", .optional(.text), "The characters to take off; None is white space.", default: Value.none)
      ]
    ) { text, arguments in
      let characters = arguments.string("chars").map { Set($0) }
      return .string(
        trimmed(text, atStart: atStart, atEnd: atEnd) { characters?.contains($0) ?? $0.isWhitespace })
    }
  }

  /// A text without some characters, white space unless told, at its ends.
  static func trimmed(
    _ text: String, atStart: Bool = true, atEnd: Bool = true,
    where isOff: (Character) -> Bool = \.isWhitespace
  ) -> String {
    let rest = atStart ? text.drop(while: isOff) : text[...]
    guard atEnd else { return String(rest) }
    return String(rest[..<(rest.lastIndex { !isOff($0) }.map { rest.index(after: $0) } ?? rest.startIndex)])
  }
}

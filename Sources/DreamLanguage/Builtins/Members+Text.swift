/// The methods of strings.
extension Members {
  static var strings: [Member] { formatting + splitting + changing + searching + asking }

  /// A method of a text without parameters.
  package static func text(
    _ name: String, _ summary: String, _ body: @escaping (String) throws -> Value
  ) -> Member {
    .method(name, summary, of: .text) { _ in { text, _ in try body(text) } }
  }

  // MARK: Implementation

  /// A method without parameters that makes another string.
  private static func change(_ name: String, _ summary: String, _ body: @escaping (String) -> String)
    -> Member
  {
    text(name, summary) { .string(body($0)) }
  }

  private static var formatting: [Member] {
    [
      .method("format", "Fills the braces of the text.", of: .text, takesAnyName: true) { takes in
        let values = takes.rest("values", .any, "What to fill in.")
        return { text, call in
          let named = Dictionary(call.extra.map { ($0.name, $0.value) }) { _, last in last }
          return .string(try TextFormat.fill(text, positional: call[values], named: named))
        }
      },
      padding("ljust", "Filled up at the right.") { missing, _ in (0, missing) },
      padding("rjust", "Filled up at the left.") { missing, _ in (missing, 0) },
      padding("center", "Filled up at both sides.") { missing, width in
        // As CPython has it: an odd rest goes to the left where the width is odd.
        let left = missing / 2 + (missing & width & 1)
        return (left, missing - left)
      },
      .method("zfill", "Filled up at the left with zeros, behind the sign.", of: .text) { takes in
        let width = width(takes)
        return { text, call in
          let missing = max(0, call[width] - text.unicodeScalars.count)
          let sign = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
          return .string(sign + String(repeating: "0", count: missing) + text.dropFirst(sign.count))
        }
      },
    ]
  }

  private static func width(_ takes: Parameters) -> Parameter<Int> {
    takes("width", .integer(from: 0, to: 10_000), "How long at the least.", unit: "characters")
  }

  private static func padding(
    _ name: String, _ summary: String,
    _ sides: @escaping (_ missing: Int, _ width: Int) -> (left: Int, right: Int)
  ) -> Member {
    .method(name, summary, of: .text) { takes in
      let width = width(takes)
      let filler = takes("fillchar", .text, "What to fill with: one character.", default: " ")
      return { text, call in
        let fill = call[filler]
        guard fill.unicodeScalars.count == 1 else {
          throw call.error("'fillchar' is one character, not \(Value.quoted(fill)).", of: filler)
        }
        let (left, right) = sides(max(0, call[width] - text.unicodeScalars.count), call[width])
        return .string(String(repeating: fill, count: left) + text + String(repeating: fill, count: right))
      }
    }
  }

  private static var changing: [Member] {
    [
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
      .method("replace", "With one text put for another.", of: .text) { takes in
        let old = takes("old", .text, "What to replace.")
        let new = takes("new", .text, "What to put there.")
        let count = takes("count", .integer(from: -1), "How often at the most; -1 is always.", default: -1)
        return { text, call in
          if call[old].isEmpty { throw call.error("There is nothing to replace.", of: old) }
          let most = call[count] < 0 ? .max : call[count]
          return .string(text.replacing(call[old], with: call[new], maxReplacements: most))
        }
      },
      .method("expandtabs", "With blanks for tabs.", of: .text) { takes in
        let size = takes("tabsize", .integer(from: 0, to: 100), "Where tabs end.", default: 8)
        return { text, call in
          let size = call[size]
          var column = 0
          return .string(
            text.reduce(into: "") { result, character in
              let blanks = character == "\t" ? (size == 0 ? 0 : size - column % size) : nil
              result += blanks.map { String(repeating: " ", count: $0) } ?? String(character)
              column = character.isNewline ? 0 : column + (blanks ?? 1)
            })
        }
      },
      removal("removeprefix", "Without a text at the start.") { text, part in
        text.hasPrefix(part) ? String(text.dropFirst(part.count)) : text
      },
      removal("removesuffix", "Without a text at the end.") { text, part in
        text.hasSuffix(part) ? String(text.dropLast(part.count)) : text
      },
    ]
  }

  private static func removal(
    _ name: String, _ summary: String, _ body: @escaping (String, String) -> String
  ) -> Member {
    .method(name, summary, of: .text) { takes in
      let affix = takes("text", .text, "The text to take off.")
      return { text, call in .string(body(text, call[affix])) }
    }
  }

  private static func strip(_ name: String, _ summary: String, atStart: Bool, atEnd: Bool) -> Member {
    .method(name, summary, of: .text) { takes in
      let characters = takes.optional("chars", .text, "The characters to take off; None is white space.")
      return { text, call in
        let set = call[characters].map { Set($0) }
        return .string(trimmed(text, atStart: atStart, atEnd: atEnd) { set?.contains($0) ?? $0.isWhitespace })
      }
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

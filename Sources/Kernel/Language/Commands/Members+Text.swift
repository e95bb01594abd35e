import DreamKit

/// The methods of strings.
extension Members {
  static var strings: [Member] { formatting + splitting + changing + searching + asking }

  // MARK: Implementation

  private static func text(
    _ name: String, _ summary: String, _ parameters: [Parameter] = [],
    _ body: @escaping (String, Arguments) throws -> Value
  ) -> Member {
    method(name, summary, parameters) { arguments, _ in try body(arguments.string("self") ?? "", arguments) }
  }

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
      padding("ljust", "Filled up at the right.") { text, missing in (0, missing) },
      padding("rjust", "Filled up at the left.") { text, missing in (missing, 0) },
      padding("center", "Filled up at both sides.") { text, missing in (missing / 2, missing - missing / 2) },
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
    _ name: String, _ summary: String, _ sides: @escaping (String, Int) -> (left: Int, right: Int)
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
      let (left, right) = sides(text, max(0, (arguments.integer("width") ?? 0) - text.unicodeScalars.count))
      return .string(String(repeating: fill, count: left) + text + String(repeating: fill, count: right))
    }
  }

  private static var splitting: [Member] {
    let separator = Parameter("sep", .text, "The separator.")
    return [
      text(
        "split", "The parts between separators.",
        [
          Parameter("sep", .optional(.text), "The separator; None is white space.", default: Value.none),
          Parameter(
            "maxsplit", .integer(from: -1), "How often to split at the most; -1 is always.", default: .int(-1)
          ),
        ]
      ) { text, arguments in
        let most = arguments.integer("maxsplit") ?? -1
        let splits = most < 0 ? Int.max : most
        guard let separator = arguments.string("sep") else {
          let start = text.drop(while: \.isWhitespace)
          return .list(
            start.split(maxSplits: splits, whereSeparator: \.isWhitespace).map { .string(String($0)) })
        }
        if separator.isEmpty { throw arguments.error("The separator is empty.", of: "sep") }
        return .list(
          text.split(separator: separator, maxSplits: splits, omittingEmptySubsequences: false)
            .map { .string(String($0)) })
      },
      text("partition", "What stands before the separator, the separator, and the rest.", [separator]) {
        text, arguments in
        let wanted = arguments.string("sep") ?? ""
        if wanted.isEmpty { throw arguments.error("The separator is empty.", of: "sep") }
        guard let place = text.firstRange(of: wanted) else {
          return .tuple([.string(text), .string(""), .string("")])
        }
        let parts = [String(text[..<place.lowerBound]), wanted, String(text[place.upperBound...])]
        return .tuple(parts.map(Value.string))
      },
      text("splitlines", "The lines.") { text, _ in
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return .list(lines.map { .string(String($0)) })
      },
      text(
        "join", "The texts of a list with this one between them.",
        [Parameter("texts", .iterable, "A list of strings.")]
      ) { text, arguments in
        let parts = try CoreCommands.elements(arguments["texts"]).map { value in
          guard case .string(let part) = value else {
            throw arguments.error(
              .type, "join() takes strings, not \(value.typePhrase).", hint: "str(…) makes one.", of: "texts")
          }
          return part
        }
        return .string(parts.joined(separator: text))
      },
    ]
  }

  private static var changing: [Member] {
    let affix = Parameter("text", .text, "The text to take off.")
    return [
      change("strip", "Without white space at both ends.") {
        trimmed(trimmed($0, atEnd: false), atEnd: true)
      },
      change("lstrip", "Without white space at the start.") { trimmed($0, atEnd: false) },
      change("rstrip", "Without white space at the end.") { trimmed($0, atEnd: true) },
      change("upper", "In capital letters.") { $0.uppercased() },
      change("lower", "In small letters.") { $0.lowercased() },
      change("capitalize", "With a capital first letter, the rest small.") {
        $0.prefix(1).uppercased() + $0.dropFirst().lowercased()
      },
      change("title", "With capital first letters of the words.") { text in
        var follows = false
        return text.reduce(into: "") { result, character in
          result += follows ? character.lowercased() : character.uppercased()
          follows = character.isLetter
        }
      },
      text(
        "replace", "With one text put for another.",
        [Parameter("old", .text, "What to replace."), Parameter("new", .text, "What to put there.")]
      ) { text, arguments in
        let old = arguments.string("old") ?? ""
        return .string(old.isEmpty ? text : text.replacing(old, with: arguments.string("new") ?? ""))
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

  private static func trimmed(_ text: String, atEnd: Bool) -> String {
    if !atEnd { return String(text.drop(while: \.isWhitespace)) }
    return String(
      text[..<(text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex)])
  }

  private static var searching: [Member] {
    let part = Parameter("text", .text, "The text to look for.")
    return [
      text("startswith", "Whether it starts so.", [part]) { text, arguments in
        .bool(text.hasPrefix(arguments.string("text") ?? ""))
      },
      text("endswith", "Whether it ends so.", [part]) { text, arguments in
        .bool(text.hasSuffix(arguments.string("text") ?? ""))
      },
      text("count", "How often a text stands in it.", [part]) { text, arguments in
        let wanted = arguments.string("text") ?? ""
        return .int(wanted.isEmpty ? text.unicodeScalars.count + 1 : text.ranges(of: wanted).count)
      },
      text("find", "Where a text first stands in it; -1 where it does not.", [part]) { text, arguments in
        .int(place(of: arguments.string("text") ?? "", in: text, last: false) ?? -1)
      },
      text("rfind", "Where a text last stands in it; -1 where it does not.", [part]) { text, arguments in
        .int(place(of: arguments.string("text") ?? "", in: text, last: true) ?? -1)
      },
      text("index", "Where a text first stands in it.", [part]) { text, arguments in
        let wanted = arguments.string("text") ?? ""
        guard let place = place(of: wanted, in: text, last: false) else {
          throw arguments.error(
            "\(Value.quoted(wanted)) is not in the string.", hint: "find(…) gives -1 then.", of: "text")
        }
        return .int(place)
      },
    ]
  }

  private static func place(of part: String, in text: String, last: Bool) -> Int? {
    if part.isEmpty { return last ? text.unicodeScalars.count : 0 }
    let ranges = text.ranges(of: part)
    guard let found = last ? ranges.last : ranges.first else { return nil }
    return text.unicodeScalars.distance(from: text.startIndex, to: found.lowerBound)
  }

  private static var asking: [Member] {
    func ask(_ name: String, _ summary: String, _ holds: @escaping (Character) -> Bool) -> Member {
      text(name, summary) { text, _ in .bool(!text.isEmpty && text.allSatisfy(holds)) }
    }
    return [
      ask("isdigit", "Whether it is all digits.") { $0.isNumber },
      ask("isalpha", "Whether it is all letters.") { $0.isLetter },
      ask("isalnum", "Whether it is all letters and digits.") { $0.isLetter || $0.isNumber },
      ask("isspace", "Whether it is all white space.") { $0.isWhitespace },
      text("isupper", "Whether its letters are capital.") { text, _ in
        .bool(text.contains(where: \.isUppercase) && !text.contains(where: \.isLowercase))
      },
      text("islower", "Whether its letters are small.") { text, _ in
        .bool(text.contains(where: \.isLowercase) && !text.contains(where: \.isUppercase))
      },
    ]
  }
}

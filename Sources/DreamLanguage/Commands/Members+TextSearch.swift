import DreamKit

/// The methods that take strings apart, look for parts of them, and ask about them.
extension Members {
  static var splitting: [Member] {
    [split("split", isFromEnd: false), split("rsplit", isFromEnd: true)]
      + [partition("partition", isFromEnd: false), partition("rpartition", isFromEnd: true)]
      + [splitLines, join]
  }

  static var searching: [Member] {
    [
      affix("startswith", "Whether it starts so.") { $0.hasPrefix($1) },
      affix("endswith", "Whether it ends so.") { $0.hasSuffix($1) },
      search("count", "How often a text stands in it.") { text, wanted, _ in
        .int(wanted.isEmpty ? text.unicodeScalars.count + 1 : text.ranges(of: wanted).count)
      },
      search("find", "Where a text first stands in it; -1 where it does not.") { text, wanted, _ in
        .int(place(of: wanted, in: text, isFromEnd: false) ?? -1)
      },
      search("rfind", "Where a text last stands in it; -1 where it does not.") { text, wanted, _ in
        .int(place(of: wanted, in: text, isFromEnd: true) ?? -1)
      },
      search("index", "Where a text first stands in it.") { text, wanted, arguments in
        .int(try foundPlace(of: wanted, in: text, isFromEnd: false, "find", arguments))
      },
      search("rindex", "Where a text last stands in it.") { text, wanted, arguments in
        .int(try foundPlace(of: wanted, in: text, isFromEnd: true, "rfind", arguments))
      },
    ]
  }

  static var asking: [Member] {
    func ask(_ name: String, _ summary: String, _ holds: @escaping (Character) -> Bool) -> Member {
      text(name, summary) { text, _ in .bool(!text.isEmpty && text.allSatisfy(holds)) }
    }
    return [
      ask("isdigit", "Whether it is all digits.") { $0.wholeNumberValue.map { $0 < 10 } ?? false },
      ask("isdecimal", "Whether it is all digits from 0 to 9.") {
        $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .decimalNumber }
      },
      ask("isnumeric", "Whether all of it stands for numbers.") { $0.isNumber },
      ask("isalpha", "Whether it is all letters.") { $0.isLetter },
      ask("isalnum", "Whether it is all letters and digits.") { $0.isLetter || $0.isNumber },
      ask("isspace", "Whether it is all white space.") { $0.isWhitespace },
      text("isupper", "Whether its letters are capital.") { text, _ in
        .bool(text.contains(where: \.isUppercase) && !text.contains(where: \.isLowercase))
      },
      text("islower", "Whether its letters are small.") { text, _ in
        .bool(text.contains(where: \.isLowercase) && !text.contains(where: \.isUppercase))
      },
      text("istitle", "Whether capital letters start its words, and stand nowhere else.") { text, _ in
        .bool(text.contains(where: \.isLetter) && titled(text) == text)
      },
    ]
  }

  /// The text with capital first letters of the words.
  static func titled(_ text: String) -> String {
    var follows = false
    return text.reduce(into: "") { result, character in
      result += follows ? character.lowercased() : character.uppercased()
      follows = character.isLetter
    }
  }

  // MARK: Implementation

  private static func split(_ name: String, isFromEnd: Bool) -> Member {
    text(
      name, "The parts between separators" + (isFromEnd ? ", counted from the end." : "."),
      [
        Parameter("sep", .optional(.text), "The separator; None is white space.", default: Value.none),
        Parameter(
          "maxsplit", .integer(from: -1), "How often to split at the most; -1 is always.", default: .int(-1)),
      ]
    ) { text, arguments in
      let most = arguments.integer("maxsplit") ?? -1
      let separator = arguments.string("sep")
      if separator?.isEmpty == true { throw arguments.error("The separator is empty.", of: "sep") }
      let text = separator == nil ? trimmed(text, atStart: !isFromEnd, atEnd: isFromEnd) : text
      let whole = separator.map { text.ranges(of: $0) } ?? blanks(in: text)
      let borders = most < 0 ? whole[...] : isFromEnd ? whole.suffix(most) : whole.prefix(most)
      let starts = [text.startIndex] + borders.map(\.upperBound)
      let ends = borders.map(\.lowerBound) + [text.endIndex]
      let parts = zip(starts, ends).map { String(text[$0..<$1]) }
      return .list(parts.filter { separator != nil || !$0.isEmpty }.map(Value.string))
    }
  }

  /// The runs of white space in a text.
  private static func blanks(in text: String) -> [Range<String.Index>] {
    var runs: [Range<String.Index>] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: \.isWhitespace) {
      let end = rest[start...].firstIndex { !$0.isWhitespace } ?? rest.endIndex
      runs.append(start..<end)
      rest = rest[end...]
    }
    return runs
  }

  private static func partition(_ name: String, isFromEnd: Bool) -> Member {
    text(
      name, "What stands before the \(isFromEnd ? "last" : "first") separator, the separator, and the rest.",
      [Parameter("sep", .text, "The separator.")]
    ) { text, arguments in
      let wanted = arguments.string("sep") ?? ""
      if wanted.isEmpty { throw arguments.error("The separator is empty.", of: "sep") }
      let places = text.ranges(of: wanted)
      guard let place = isFromEnd ? places.last : places.first else {
        return .tuple((isFromEnd ? ["", "", text] : [text, "", ""]).map(Value.string))
      }
      let parts = [String(text[..<place.lowerBound]), wanted, String(text[place.upperBound...])]
      return .tuple(parts.map(Value.string))
    }
  }

  private static var splitLines: Member {
    text("splitlines", "The lines.") { text, _ in
      var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      if lines.last?.isEmpty == true { lines.removeLast() }
      return .list(lines.map { .string(String($0)) })
    }
  }

  private static var join: Member {
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
    }
  }

  /// A method that asks about one end of a text; several texts may be given in a tuple.
  private static func affix(
    _ name: String, _ summary: String, _ holds: @escaping (Substring, String) -> Bool
  ) -> Member {
    let texts = ParameterType(phrase: "a string or a tuple of strings", remedy: ParameterType.text.remedy) {
      value in
      let parts: [Value] = if case .tuple(let tuple) = value { tuple.elements } else { [value] }
      return parts.allSatisfy { if case .string = $0 { true } else { false } } ? .tuple(parts) : nil
    }
    return text(
      name, summary,
      [Parameter("text", texts, "The text to look for; of several, one suffices.")] + bounds
    ) { text, arguments in
      let part = part(of: text, arguments)
      return .bool((arguments["text"].sequence ?? []).contains { holds(part, $0.text) })
    }
  }

  /// A method that looks for a text in a part of another one.
  private static func search(
    _ name: String, _ summary: String, _ body: @escaping (Substring, String, Arguments) throws -> Value
  ) -> Member {
    text(name, summary, [Parameter("text", .text, "The text to look for.")] + bounds) { text, arguments in
      try body(part(of: text, arguments), arguments.string("text") ?? "", arguments)
    }
  }

  /// The part of the text that is looked at.
  private static var bounds: [Parameter] {
    [
      Parameter("start", .optional(.integer()), "The first place to look at.", default: Value.none),
      Parameter("end", .optional(.integer()), "The place to stop before.", default: Value.none),
    ]
  }

  private static func part(of text: String, _ arguments: Arguments) -> Substring {
    let scalars = text.unicodeScalars
    func index(_ name: String, _ otherwise: Int) -> Int {
      let place = arguments.integer(name) ?? otherwise
      return min(max(place < 0 ? place + scalars.count : place, 0), scalars.count)
    }
    let start = index("start", 0)
    let end = max(start, index("end", scalars.count))
    return text[
      scalars.index(scalars.startIndex, offsetBy: start)..<scalars.index(scalars.startIndex, offsetBy: end)]
  }

  /// Where a text stands in a part of another one, counted from the start of the whole.
  private static func place(of wanted: String, in part: Substring, isFromEnd: Bool) -> Int? {
    let ranges = part.ranges(of: wanted)
    let found: String.Index? =
      wanted.isEmpty
      ? (isFromEnd ? part.endIndex : part.startIndex) : (isFromEnd ? ranges.last : ranges.first)?.lowerBound
    return found.map { part.base.unicodeScalars.distance(from: part.base.startIndex, to: $0) }
  }

  private static func foundPlace(
    of wanted: String, in part: Substring, isFromEnd: Bool, _ other: String, _ arguments: Arguments
  ) throws -> Int {
    if let place = place(of: wanted, in: part, isFromEnd: isFromEnd) { return place }
    throw arguments.error(
      "\(Value.quoted(wanted)) is not in the string.", hint: "\(other)(…) gives -1 then.", of: "text")
  }
}

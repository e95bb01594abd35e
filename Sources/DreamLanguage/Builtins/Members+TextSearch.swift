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
      search("count", "How often a text stands in it.") { text, wanted in
        wanted.isEmpty ? text.unicodeScalars.count + 1 : text.ranges(of: wanted).count
      },
      search("find", "Where a text first stands in it; -1 where it does not.") {
        offset(of: $1, in: $0, isFromEnd: false) ?? -1
      },
      search("rfind", "Where a text last stands in it; -1 where it does not.") {
        offset(of: $1, in: $0, isFromEnd: true) ?? -1
      },
      search("index", "Where a text first stands in it.", hint: "find(…) gives -1 then.") {
        offset(of: $1, in: $0, isFromEnd: false)
      },
      search("rindex", "Where a text last stands in it.", hint: "rfind(…) gives -1 then.") {
        offset(of: $1, in: $0, isFromEnd: true)
      },
    ]
  }

  static var asking: [Member] {
    func ask(_ name: String, _ summary: String, _ holds: @escaping (Character) -> Bool) -> Member {
      text(name, summary) { .bool(!$0.isEmpty && $0.allSatisfy(holds)) }
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
      text("isupper", "Whether its letters are capital.") {
        .bool($0.contains(where: \.isUppercase) && !$0.contains(where: \.isLowercase))
      },
      text("islower", "Whether its letters are small.") {
        .bool($0.contains(where: \.isLowercase) && !$0.contains(where: \.isUppercase))
      },
      text("istitle", "Whether capital letters start its words, and stand nowhere else.") {
        .bool($0.contains(where: \.isLetter) && titled($0) == $0)
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
    .method(
      name, "The parts between separators" + (isFromEnd ? ", counted from the end." : "."), of: .text
    ) { takes in
      let separator = takes.optional("sep", .text, "The separator; None is white space.")
      let limit = takes(
        "maxsplit", .integer(from: -1), "How often to split at the most; -1 is always.", default: -1)
      return { text, call in
        let (separator, most) = (try call[separator].map { try nonempty($0, separator, call) }, call[limit])
        let text = separator == nil ? trimmed(text, atStart: !isFromEnd, atEnd: isFromEnd) : text
        let all = separator.map { text.ranges(of: $0) } ?? blanks(in: text)
        let borders = most < 0 ? all[...] : isFromEnd ? all.suffix(most) : all.prefix(most)
        let starts = [text.startIndex] + borders.map(\.upperBound)
        let ends = borders.map(\.lowerBound) + [text.endIndex]
        let parts = zip(starts, ends).map { String(text[$0..<$1]) }
        return .list(parts.filter { separator != nil || !$0.isEmpty }.map(Value.string))
      }
    }
  }

  private static func nonempty<Argument>(
    _ separator: String, _ parameter: Parameter<Argument>, _ call: Call
  ) throws -> String {
    if separator.isEmpty { throw call.error("The separator is empty.", of: parameter) }
    return separator
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
    .method(
      name, "What stands before the \(isFromEnd ? "last" : "first") separator, the separator, and the rest.",
      of: .text
    ) { takes in
      let separator = takes("sep", .text, "The separator.")
      return { text, call in
        let wanted = try nonempty(call[separator], separator, call)
        let found = text.ranges(of: wanted)
        guard let range = isFromEnd ? found.last : found.first else {
          return .tuple((isFromEnd ? ["", "", text] : [text, "", ""]).map(Value.string))
        }
        let parts = [String(text[..<range.lowerBound]), wanted, String(text[range.upperBound...])]
        return .tuple(parts.map(Value.string))
      }
    }
  }

  private static var splitLines: Member {
    text("splitlines", "The lines.") { text in
      var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      if lines.last?.isEmpty == true { lines.removeLast() }
      return .list(lines.map { .string(String($0)) })
    }
  }

  private static var join: Member {
    .method("join", "The texts of a list with this one between them.", of: .text) { takes in
      let texts = takes("texts", .iterable, "A list of strings.")
      return { text, call in
        let parts = try call[texts].elements().map { value in
          guard case .string(let part) = value else {
            throw call.error(
              .type, "join() takes strings, not \(value.typePhrase).", hint: "str(…) makes one.", of: texts)
          }
          return part
        }
        return .string(parts.joined(separator: text))
      }
    }
  }

  /// A method that asks about one end of a text; several texts may be given in a tuple.
  private static func affix(
    _ name: String, _ summary: String, _ holds: @escaping (Substring, String) -> Bool
  ) -> Member {
    let texts = ParameterType<[String]>("a string or a tuple of strings", remedy: ParameterType.text.remedy) {
      value in
      if case .tuple(let tuple) = value { return ParameterType.strings(tuple.elements) }
      return ParameterType.strings([value])
    }
    return .method(name, summary, of: .text) { takes in
      let wanted = takes("text", texts, "The text to look for; of several, one suffices.")
      let bounds = bounds(takes)
      return { text, call in
        let part = part(of: text, bounds, call)
        return .bool(call[wanted].contains { holds(part, $0) })
      }
    }
  }

  /// A method that looks for a text in a part of another one.
  ///
  /// - Parameter body: gives the number that was found; nil is an error.
  private static func search(
    _ name: String, _ summary: String, hint: String? = nil, _ body: @escaping (Substring, String) -> Int?
  ) -> Member {
    .method(name, summary, of: .text) { takes in
      let wanted = takes("text", .text, "The text to look for.")
      let bounds = bounds(takes)
      return { text, call in
        if let number = body(part(of: text, bounds, call), call[wanted]) { return .int(number) }
        throw call.error("\(Value.quoted(call[wanted])) is not in the string.", hint: hint, of: wanted)
      }
    }
  }

  /// The parameters that say which part of the text is looked at.
  private static func bounds(_ takes: Parameters) -> (start: Parameter<Int?>, end: Parameter<Int?>) {
    (
      takes.optional("start", .integer(), "The first place to look at."),
      takes.optional("end", .integer(), "The place to stop before.")
    )
  }

  private static func part(
    of text: String, _ bounds: (start: Parameter<Int?>, end: Parameter<Int?>), _ call: Call
  ) -> Substring {
    let scalars = text.unicodeScalars
    func offset(_ given: Int?, _ otherwise: Int) -> Int {
      let offset = given ?? otherwise
      return min(max(offset < 0 ? offset + scalars.count : offset, 0), scalars.count)
    }
    let start = offset(call[bounds.start], 0)
    let end = max(start, offset(call[bounds.end], scalars.count))
    return text[
      scalars.index(scalars.startIndex, offsetBy: start)..<scalars.index(scalars.startIndex, offsetBy: end)]
  }

  /// Where a text stands in a part of another one, counted from the start of all of it.
  private static func offset(of wanted: String, in part: Substring, isFromEnd: Bool) -> Int? {
    let ranges = part.ranges(of: wanted)
    let found: String.Index? =
      wanted.isEmpty
      ? (isFromEnd ? part.endIndex : part.startIndex) : (isFromEnd ? ranges.last : ranges.first)?.lowerBound
    return found.map { part.base.unicodeScalars.distance(from: part.base.startIndex, to: $0) }
  }
}

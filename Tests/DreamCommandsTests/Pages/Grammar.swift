import DreamKit

/// A grammar in EBNF, as the page of the language writes it, and sentences drawn from it.
struct Grammar {
  /// A part of a rule.
  indirect enum Part: Equatable {
    case literal(String)
    case reference(String)
    case sequence([Part])
    case choice([Part])
    case optional(Part)
    case repeated(Part)
  }

  struct Malformed: Error { let place: String }

  let rules: [String: Part]
  /// The names of the rules, in order.
  let names: [String]

  /// Reads rules of the form `name = parts ;`.
  init(_ text: String) throws {
    var reader = Reader(tokens: Self.tokens(text))
    var rules: [String: Part] = [:]
    var names: [String] = []
    while let name = reader.next() {
      guard reader.next() == "=" else { throw Malformed(place: name) }
      rules[name] = try reader.choice()
      guard reader.next() == ";" else { throw Malformed(place: name) }
      names.append(name)
    }
    self.rules = rules
    self.names = names
    heights = [:]
    heights = Self.heights(rules)
  }

  /// The names that a rule's parts refer to.
  func references(of name: String) -> Set<String> {
    func collect(_ part: Part) -> Set<String> {
      switch part {
      case .literal: []
      case .reference(let name): [name]
      case .sequence(let parts), .choice(let parts):
        parts.reduce(into: []) { $0.formUnion(collect($1)) }
      case .optional(let part), .repeated(let part): collect(part)
      }
    }
    return rules[name].map(collect) ?? []
  }

  /// All that is written in quotes.
  var literals: Set<String> {
    func collect(_ part: Part) -> Set<String> {
      switch part {
      case .literal(let text): [text]
      case .reference: []
      case .sequence(let parts), .choice(let parts):
        parts.reduce(into: []) { $0.formUnion(collect($1)) }
      case .optional(let part), .repeated(let part): collect(part)
      }
    }
    return rules.values.reduce(into: []) { $0.formUnion(collect($1)) }
  }

  /// The tokens of a sentence of a rule: literals, and the names of tokens that no rule defines.
  func sentence(of rule: String, using generator: inout SeededGenerator, budget: Int = 60) -> [String] {
    var result: [String] = []
    write(.reference(rule), depth: 0, budget: budget, into: &result, &generator)
    return result
  }

  // MARK: Implementation

  /// How deeply the shortest sentence of each rule is nested.
  private var heights: [String: Int]

  private func write(
    _ part: Part, depth: Int, budget: Int, into result: inout [String], _ generator: inout SeededGenerator
  ) {
    let isTight = depth > budget
    switch part {
    case .literal(let text): result.append(text)
    case .reference(let name):
      guard let rule = rules[name] else { return result.append(name) }
      write(rule, depth: depth + 1, budget: budget, into: &result, &generator)
    case .sequence(let parts):
      for part in parts { write(part, depth: depth, budget: budget, into: &result, &generator) }
    case .choice(let parts):
      let lowest = parts.map { Self.height($0, heights) }.min() ?? 0
      let allowed = isTight ? parts.filter { Self.height($0, heights) == lowest } : parts
      if let part = allowed.randomElement(using: &generator) {
        write(part, depth: depth, budget: budget, into: &result, &generator)
      }
    case .optional(let part):
      if !isTight, Int.random(in: 0..<3, using: &generator) == 0 {
        write(part, depth: depth, budget: budget, into: &result, &generator)
      }
    case .repeated(let part):
      guard !isTight else { return }
      for _ in 0..<max(0, Int.random(in: -4..<3, using: &generator)) {
        write(part, depth: depth, budget: budget, into: &result, &generator)
      }
    }
  }

  private static func height(_ part: Part, _ heights: [String: Int]) -> Int {
    switch part {
    case .literal, .optional, .repeated: 0
    case .reference(let name): (heights[name] ?? 0) + 1
    case .sequence(let parts): parts.map { height($0, heights) }.max() ?? 0
    case .choice(let parts): parts.map { height($0, heights) }.min() ?? 0
    }
  }

  private static func heights(_ rules: [String: Part]) -> [String: Int] {
    var heights = rules.mapValues { _ in 1000 }
    for _ in 0..<rules.count {
      for (name, part) in rules { heights[name] = min(heights[name] ?? 1000, height(part, heights)) }
    }
    return heights
  }

  private static func tokens(_ text: String) -> [String] {
    text.matches(of: #/'[^']*'|\w+|[=;|()\[\]{}]/#).map { String($0.output) }
  }

  private struct Reader {
    let tokens: [String]
    var index = 0

    mutating func next() -> String? {
      guard index < tokens.count else { return nil }
      index += 1
      return tokens[index - 1]
    }

    mutating func choice() throws -> Part {
      var parts = [try sequence()]
      while index < tokens.count, tokens[index] == "|" {
        index += 1
        parts.append(try sequence())
      }
      return parts.count == 1 ? parts[0] : .choice(parts)
    }

    mutating func sequence() throws -> Part {
      var parts: [Part] = []
      while index < tokens.count, !["|", ";", ")", "]", "}"].contains(tokens[index]) {
        let token = tokens[index]
        index += 1
        switch token {
        case "(": parts.append(try bracketed(")"))
        case "[": parts.append(.optional(try bracketed("]")))
        case "{": parts.append(.repeated(try bracketed("}")))
        case _ where token.hasPrefix("'"): parts.append(.literal(String(token.dropFirst().dropLast())))
        default: parts.append(.reference(token))
        }
      }
      return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func bracketed(_ closing: String) throws -> Part {
      let part = try choice()
      guard next() == closing else {
        throw Malformed(place: tokens[..<index].suffix(4).joined(separator: " "))
      }
      return part
    }
  }
}

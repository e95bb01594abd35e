import DreamKit
import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// The page of the language: its cells give what stands under them, and its grammar is the parser's.
struct LanguagePageTests {
  static let page = try? DocumentationPage("language.md")

  private func grammar() throws -> Grammar {
    let text = try #require(Self.page?.text)
    let block = try #require(text.firstMatch(of: #/```ebnf\n([\s\S]*?)```/#))
    return try Grammar(String(block.1))
  }

  @Test func everyCellGivesWhatStandsUnderIt() throws {
    let page = try #require(Self.page)
    #expect(page.examples.count > 20)
    var results: [String?] = []
    for example in page.examples {
      let session = Session()
      session.usesColours = false
      let sink = RecordingSink()
      let outcome = session.execute(example.code, sink: sink, cancellation: Cancellation())
      var result = sink.output
      if case .text(let text)? = outcome.result?["text/plain"] { result += text }
      if let failure = outcome.failure { result += failure.traceback.joined(separator: "\n") }
      if result.hasSuffix("\n") { result.removeLast() }
      results.append(example.expected == nil ? nil : result)
      if let expected = example.expected {
        #expect(result == expected, "\(example.testDescription)")
      } else {
        #expect(outcome.failure == nil, "\(example.testDescription)")
      }
    }
    try page.record(results)
  }

  @Test func everyNodeOfTheTreeHasAnExample() throws {
    var seen: Set<Node> = []
    for example in try #require(Self.page).examples {
      if let tree = try? Parser.parse(SourceText(example.code)) {
        seen.formUnion(Node.nodes(of: tree.statements))
      }
    }
    #expect(Set(Node.allCases).subtracting(seen) == [])
  }

  @Test func theGrammarIsWhole() throws {
    let grammar = try grammar()
    let tokens: Set = ["NAME", "NUMBER", "STRING", "FSTRING", "NEWLINE", "INDENT", "DEDENT"]
    var reached: Set = ["cell"]
    var waiting = ["cell"]
    while let name = waiting.popLast() {
      for next in grammar.references(of: name) where reached.insert(next).inserted { waiting.append(next) }
    }
    #expect(reached.subtracting(grammar.names) == tokens, "every name is a rule or a token")
    #expect(Set(grammar.names).subtracting(reached) == [], "every rule is used")
    #expect(Set(grammar.names).count == grammar.names.count)
  }

  /// The words that are kept but mean nothing yet are those that the page names.
  @Test func theWordsAreThePages() throws {
    let kept: Set = ["class", "with", "try", "except", "finally", "raise", "yield", "async", "await"]
    let words = Set(try grammar().literals.filter { $0.allSatisfy(\.isLetter) })
    #expect(words == Token.keywords.subtracting(kept))
  }

  /// Sentences drawn from the grammar are parsed; only the rules that stand below it may refuse one.
  @Test func drawnSentencesAreParsed() throws {
    let grammar = try grammar()
    let beyond = [
      "stands outside", "is given twice", "is there twice", "follows one with a name",
      "needs a default value",
      "Only one name", "Nothing can stand behind", "The name of a parameter is missing",
    ]
    var parsed = 0
    var seen: Set<Node> = []
    for seed in 0..<500 {
      var generator = SeededGenerator(seed: UInt64(seed))
      // Loops often, because `break` and `continue` stand nowhere else.
      let rule = seed.isMultiple(of: 3) ? "for_loop" : "cell"
      let tokens = grammar.sentence(of: rule, using: &generator, budget: 20 + seed % 30)
      let code = Self.text(of: tokens, using: &generator)
      do {
        seen.formUnion(Node.nodes(of: try Parser.parse(SourceText(code)).statements))
        parsed += 1
      } catch {
        let isBeyond = beyond.contains { error.message.contains($0) }
        #expect(isBeyond, "\(error.message) in:\n\(code)")
        if !isBeyond { return }
      }
    }
    #expect(parsed > 150)
    #expect(Set(Node.allCases).subtracting(seen) == [], "the drawn sentences have every node")
  }

  /// The text of drawn tokens: values for the named ones, and line breaks with their indentation.
  private static func text(of tokens: [String], using generator: inout SeededGenerator) -> String {
    func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }
    var text = ""
    var depth = 0
    var isLineStart = true
    for token in tokens {
      switch token {
      case "NEWLINE":
        text += "\n"
        isLineStart = true
        continue
      case "INDENT":
        depth += 1
        continue
      case "DEDENT":
        depth -= 1
        continue
      default: break
      }
      text += isLineStart ? String(repeating: "    ", count: depth) : " "
      isLineStart = false
      switch token {
      case "NAME": text += pick(["a", "b", "img", "step_size", "ž"])
      case "NUMBER": text += pick(["0", "7", "1_000", "0xFF", "0.5", ".5", "1e-3"])
      case "STRING": text += pick(["'a'", "\"b\"", "r'\\d'", "'''c\nd'''"])
      case "FSTRING": text += pick(["f'{a}'", "f'{a + 1:>{b}} {{}}'", "f\"{a!r}{b=}\""])
      default: text += token
      }
    }
    return text
  }
}

import Testing

@testable import DreamLanguage

/// How text is cut into tokens.
struct LexerTests {
  private func kinds(_ text: String) throws -> [Token.Kind] {
    var lexer = Lexer(SourceText(text))
    return try lexer.tokens().map(\.kind)
  }

  private func message(_ text: String) -> String? {
    do {
      _ = try kinds(text)
      return nil
    } catch { return (error as? Diagnostic)?.message }
  }

  /// The text of a single string literal.
  private func string(_ text: String) throws -> String? {
    guard case .string(let pieces)? = try kinds(text).first else { return nil }
    return pieces.reduce("") { result, piece in
      if case .text(let part) = piece { result + part } else { result + "{}" }
    }
  }

  @Test func names() throws {
    #expect(try kinds("steps_1 ž") == [.name("steps_1"), .name("ž"), .newline, .end])
    #expect(try kinds("for") == [.keyword("for"), .newline, .end])
  }

  @Test(arguments: [
    ("0", Token.Kind.int(0)), ("1_000", .int(1000)), ("0x1F", .int(31)), ("0b101", .int(5)),
    ("0o17", .int(15)),
    ("9223372036854775807", .int(.max)), ("1.5", .float(1.5)), (".5", .float(0.5)), ("1.", .float(1)),
    ("1e-3", .float(0.001)), ("2E3", .float(2000)),
  ]) func numbers(_ text: String, _ kind: Token.Kind) throws {
    #expect(try kinds(text).first == kind)
  }

  @Test(arguments: ["9223372036854775808", "1__0", "1abc", "0x", "1e"])
  func numbersThatAreNone(_ text: String) {
    #expect(message(text) != nil)
  }

  @Test func strings() throws {
    #expect(try string("'a\\n\\t\\\\\\''") == "a\n\t\\'")
    #expect(try string("\"\\x41\\u017e\\U0001F600\"") == "Až😀")
    #expect(try string("r'a\\n'") == "a\\n")
    #expect(try string("'''a\nb'''") == "a\nb")
    #expect(try string("f'{x}!{{'") == "{}!{")
    #expect(try string("'a\\\nb'") == "ab")
  }

  @Test func operatorsAreTheLongest() throws {
    #expect(
      try kinds("a**b//c<=d!=e") == [
        .name("a"), .op("**"), .name("b"), .op("//"), .name("c"), .op("<="), .name("d"), .op("!="),
        .name("e"),
        .newline, .end,
      ])
  }

  @Test func indentation() throws {
    #expect(
      try kinds("if a:\n    b\n\n  # note\nc") == [
        .keyword("if"), .name("a"), .op(":"), .newline, .indent, .name("b"), .newline, .dedent, .name("c"),
        .newline, .end,
      ])
    #expect(message("if a:\n    b\n  c") != nil, "no block is indented so")
  }

  @Test func bracketsAndBackslashesJoinLines() throws {
    #expect(try kinds("(a,\n   b)").contains(.newline) == true)
    #expect(try kinds("(a\n+\nb)").filter { $0 == .newline }.count == 1)
    #expect(try kinds("a + \\\n  b").filter { $0 == .newline }.count == 1)
  }

  @Test(arguments: [
    ("(a", "'(' is never closed."), ("'a", "This string is never closed."),
    ("a $ b", "'$' means nothing here."),
    ("“a”", "'“' means nothing here."), ("a ¿ b", "'¿' means nothing here."),
  ]) func errors(_ text: String, _ expected: String) {
    #expect(message(text) == expected)
  }

  @Test func rangesCountBytes() throws {
    var lexer = Lexer(SourceText("'ž' + x"))
    #expect(try lexer.tokens().map(\.range.start) == [0, 5, 7, 8, 8])
  }
}

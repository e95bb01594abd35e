import Testing

@testable import DreamLanguage

/// How an error is drawn: the sentence, the line, and carets under the place.
struct DiagnosticTests {
  private func rendered(_ text: String, at place: String, hint: String? = nil) throws -> [String] {
    let range = try #require(text.range(of: place))
    let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    return Diagnostic(
      .name, "Wrong.", hint: hint, at: SourceRange(start: start, end: start + place.utf8.count)
    ).rendered(in: SourceText(text), colours: false)
  }

  @Test func caretsStandUnderThePlace() throws {
    #expect(
      try rendered("x = 1\ny = x + nothing\nz", at: "nothing", hint: "Do so.") == [
        "NameError: Wrong.",
        "line 2 | y = x + nothing",
        "                 ^^^^^^^",
        "Do so.",
      ])
  }

  @Test func tabsAreKept() throws {
    #expect(try rendered("\tx =\tq", at: "q")[2] == "         \t   \t^")
  }

  @Test func wideCharactersTakeTwoColumns() throws {
    #expect(try rendered("'夢😀' + q", at: "q")[2] == "                  ^".dropLast(1) + "^")
    #expect(try rendered("'夢' + 1", at: "'夢'")[2] == "         ^^^^")
    #expect(try rendered("'e\u{301}ž' + q", at: "q")[2] == "                ^")
  }

  @Test func aPlaceOverSeveralLinesIsMarkedOnItsFirst() throws {
    #expect(
      try rendered("f(1,\n  2)\n", at: "f(1,\n  2)").suffix(2) == ["line 1 | f(1,", "         ^^^^"])
  }

  @Test func placesBehindTheEndAreNoCrash() {
    let far = Diagnostic(.name, "Wrong.", at: SourceRange(start: 90, end: 99))
    #expect(far.rendered(in: SourceText("x"), colours: false).count == 3)
    #expect(far.rendered(in: SourceText(""), colours: false).last == "         ^")
  }

  @Test func coloursAreANSI() {
    let lines = Diagnostic(.name, "Wrong.").rendered(in: SourceText("x"))
    #expect(lines == ["\u{1B}[0;31mNameError\u{1B}[0m: Wrong."])
  }

  @Test func theMessageHoldsTheHint() {
    let failure = Diagnostic(.value, "Wrong.", hint: "Do so.").failure(in: SourceText(""))
    #expect(failure.name == "ValueError")
    #expect(failure.message == "Wrong. Do so.")
  }
}

/// Offsets, lines and code points of a cell.
struct SourceTextTests {
  private let source = SourceText("a\nžß😀x\r\n")

  @Test func linesAndColumns() {
    #expect(source.lineStarts == [0, 2, 13])
    #expect(source.text(ofLine: 1) == "žß😀x")
    #expect(source.line(at: 0) == 0 && source.line(at: 2) == 1 && source.line(at: 13) == 2)
    #expect(source.column(at: 10) == 3)
  }

  @Test func codePointsAreCountedAsTheProtocolDoes() {
    #expect(source.codePoint(at: 10) == 5)
    #expect(source.offset(ofCodePoint: 5) == 10)
    #expect(source.offset(ofCodePoint: -1) == 0)
    #expect(source.offset(ofCodePoint: 999) == source.bytes.count)
  }
}

import Testing

@testable import Ground

@Suite struct SpellingTests {
  @Test(arguments: [("reszie", "resize"), ("RESIZE", "resize"), ("shw", "show"), ("clipp", "clip")])
  func aSlipIsFound(_ typed: String, _ meant: String) {
    #expect(Spelling.nearest(to: typed, in: ["resize", "show", "clip", "DeepDream"]) == meant)
  }

  @Test func whatIsFarIsNotOffered() {
    #expect(Spelling.nearest(to: "ab", in: ["abc"]) == nil)
    #expect(Spelling.nearest(to: "banana", in: ["resize"]) == nil)
  }

  @Test func theNearestComeFirst() {
    #expect(
      Spelling.nearest(to: "mixed11", in: ["mixed1", "mixed10", "mixed3", "conv"], atMost: 2) == [
        "mixed1", "mixed10",
      ])
  }

  @Test func neighboursThatSwapCountOnce() {
    #expect(Spelling.distance(Array("ab".unicodeScalars), Array("ba".unicodeScalars)) == 1)
    #expect(Spelling.distance(Array("kitten".unicodeScalars), Array("sitting".unicodeScalars)) == 3)
    #expect(Spelling.distance([], Array("abc".unicodeScalars)) == 3)
  }
}

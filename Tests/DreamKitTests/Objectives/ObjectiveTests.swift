import TestSupport
import Testing

@testable import DreamKit

struct ObjectiveTests {
  @Test func sumsKeepEachOutputOnce() {
    let objective = .mean("a") + 0.5 * .channels(8..<16, of: "b") - 2 * (.mean("c") + .mean("a"))
    #expect(objective.terms.map(\.output.description) == ["a", "b[..., 8:16]", "c"])
    #expect(objective.terms.map(\.weight) == [-1, 0.5, -2])
    #expect(Objective.channel(3, of: "a") == .channels(3..<4, of: "a"))
  }
}

import Ground
import TestSupport
import Testing

@testable import DreamLanguage

/// Containers that only hold one another are let go after a cell, and nothing else is.
struct CycleCollectorTests {
  @Test(arguments: [
    "a = []\na.append(a)\ndel a",
    "a = [1]\na[0] = a\ndel a",
    "a = []\nb = [a]\na.append(b)\ndel a\ndel b",
    "d = {}\nd['self'] = d\ndel d",
    "d = {}\nd.update({'inner': [d]})\ndel d",
    "def outer():\n    def inner(): return inner\n    return inner\nf = outer()\ndel f",
    "def outer():\n    def even(n): return n == 0 or odd(n - 1)\n    def odd(n): return n != 0 and even(n - 1)\n    return even(4)\nouter()",
    "a = []\na += [a]\ndel a",
    "a = []\na.append(lambda: a)\ndel a",
    "a = []\nm = a.append\nm(m)\ndel a\ndel m",
    "for i in range(1000):\n    a = [i]\n    a.append(a)\ndel a",
  ]) func circlesAreLetGo(_ code: String) throws {
    let session = Session()
    let outcome = session.execute(code + "\nNone", sink: RecordingSink(), cancellation: Cancellation())
    #expect(outcome.failure == nil)
    #expect(session.cycles.count == 0)
  }

  @Test(arguments: [
    ("a = [7]\na.append(a)", "a[1][1][0]", "7"),
    ("b = [3]\nc = [b]\nb.append(c)\ndel b", "c[0][0]", "3"),
    (
      "def counter():\n    n = [0]\n    def step():\n        n[0] += 1\n        return n[0]\n    return step\nf = counter()",
      "f() + f()", "3"
    ),
    ("d = {'k': 1}\nd['self'] = d\ne = [d]\ndel d", "e[0]['self']['k']", "1"),
  ]) func whatIsInUseIsKept(_ code: String, _ question: String, _ answer: String) {
    let session = Session()
    for _ in 0..<3 { _ = session.execute(code, sink: RecordingSink(), cancellation: Cancellation()) }
    let outcome = session.execute(question, sink: RecordingSink(), cancellation: Cancellation())
    #expect(outcome.result?["text/plain"] == .text(answer))
    #expect(session.cycles.count > 0)
  }

  @Test func aHolderThatTheCollectorDoesNotKnowKeepsACircle() {
    let collector = CycleCollector()
    let list = ListObject([.int(1)])
    list.elements.append(.list(list))
    collector.noteStore(of: .list(list), in: .list(list))
    let holder = [list]
    collector.collect(except: nil)
    #expect(holder[0].elements.count == 2)
    #expect(collector.count == 1)
  }

  @Test func aSessionLetsGoOfItsFunctions() throws {
    var session: Session? = Session()
    weak var collector: CycleCollector?
    collector = session?.cycles
    _ = session?.execute(
      "def f(): return f\na = []\na.append(a)", sink: RecordingSink(), cancellation: Cancellation())
    session = nil
    #expect(collector == nil)
  }

  @Test func manyContainersAreNotLookedAtAfterEveryCell() {
    let session = Session()
    _ = session.execute(
      "big = []\nfor i in range(30000): big.append([i])", sink: RecordingSink(), cancellation: Cancellation())
    let circle = "a = []\na.append(a)\ndel a"
    for _ in 0..<5 { _ = session.execute(circle, sink: RecordingSink(), cancellation: Cancellation()) }
    // After at most a few cells the circles are gone, and the large list is still known.
    #expect(session.cycles.count <= 4)
    let outcome = session.execute("len(big)", sink: RecordingSink(), cancellation: Cancellation())
    #expect(outcome.result?["text/plain"] == .text("30000"))
  }
}

import Ground
import Testing

@testable import DreamLanguage
@testable import TestSupport

/// What the parser takes and refuses. What the trees mean is seen by what they give.
struct ParserTests {
  private func result(_ code: String) -> String? {
    let outcome = Session().execute(code, sink: RecordingSink(), cancellation: Cancellation())
    if case .text(let text)? = outcome.result?["text/plain"] { return text }
    return outcome.failure.map { "\($0.name): \($0.message)" }
  }

  @Test(arguments: [
    ("2 + 3 * 4 ** 2", "50"), ("-2 ** 2", "-4"), ("2 ** -1", "0.5"), ("2 ** 3 ** 2", "512"),
    ("(2 + 3) * 4", "20"), ("7 // 2 * 2 + 7 % 2", "7"), ("-7 // 2", "-4"), ("-7 % 3", "2"),
    ("not 1 == 2", "True"), ("1 < 2 < 3", "True"), ("1 < 3 < 2", "False"), ("1 or 2 and 0", "1"),
    ("'a' if 0 else 'b' if 0 else 'c'", "'c'"), ("[n * 2 for n in range(4) if n % 2]", "[2, 6]"),
    ("[1, 2, 3][-1]", "3"), ("[1, 2, 3][::-1]", "[3, 2, 1]"), ("(1,)", "(1,)"), ("()", "()"),
    ("1, 2", "(1, 2)"), ("{'a': 1, 'b': 2}", "{'a': 1, 'b': 2}"), ("(lambda a, b=2: a + b)(1)", "3"),
    ("f'{1 + 1:>4}|'", "'   2|'"), ("'a' 'b'", "'ab'"), ("1 if True else 2; 5", "5"),
    ("a, *b = 1, 2, 3\nb", "[2, 3]"), ("a = b = 2\na + b", "4"), ("x = 5\nx //= 2\nx", "2"),
  ]) func expressions(_ code: String, _ expected: String) {
    #expect(result(code) == expected)
  }

  @Test(arguments: [
    ("for i in range(3)\n    i", "':' is missing"), ("if True:\nprint(1)", "An indented block is missing"),
    ("return 1", "outside a function"), ("break", "outside a loop"), ("x = = 1", "'=' cannot stand here"),
    ("if x = 1: pass", "'=="), ("print 'a'", "operator or a comma missing"),
    ("import", "The name of a module is missing"),
    ("class A: pass", "'class' is not part of"), ("with tape: pass", "'with' is not part of"),
    ("1 = x", "assign"),
    ("f(a=1, 2)", "SyntaxError"), ("%matplotlib inline", "no magic commands"), ("!ls", "shell"),
    ("  x = 1", "indented without need"), ("def f(a, a): pass", "SyntaxError"),
    ("def f(**a, b): pass", "behind"), ("def f(*a, *b): pass", "Only one"), ("x ++", "SyntaxError"),
    ("1 << 2", "not part of this language"), ("(1, 2", "never closed"), ("1)", "SyntaxError"),
    ("a ? b", "'a if condition else b'"), ("?", "SyntaxError"), ("f(1)?", "Only a name can be asked about"),
    ("x = 1?", "'?' stands only behind a name"), ("a???", "'?' stands only behind a name"),
  ]) func refusals(_ code: String, _ part: String) {
    let result = result(code) ?? ""
    #expect(result.hasPrefix("SyntaxError: "))
    #expect(result.contains(part), "\(result)")
  }

  @Test func nestingIsLimited() throws {
    func nested(_ count: Int) -> String {
      String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
    }
    #expect(result(nested(20)) == "1")
    #expect(result(nested(Parser.maximumNesting + 1))?.contains("nested too deeply") == true)
    let chain = Array(repeating: "1", count: Parser.maximumChain + 2).joined(separator: "+")
    #expect(result(chain)?.hasPrefix("SyntaxError") == true)
  }

  @Test(arguments: [
    "t = ()\nfor i in range(100000): t = (t,)\nt = None\n'gone'",
    "d = {}\nfor i in range(100000): d = {'a': (d, [d])}\nd = None\n'gone'",
    "f = None\nfor i in range(50000):\n    f = (lambda g: lambda: g)(f)\nf = None\n'gone'",
    "x = [1]\nfor i in range(50000): x = [x].append\nx = None\n'gone'",
  ]) func deeplyNestedValuesAreLetGo(_ code: String) {
    #expect(result(code) == "'gone'")
  }

  @Test(arguments: [
    (
      "range(0, 9223372036854775807, 4611686018427387904)[:]",
      "range(0, 4611686018427387905, 4611686018427387904)"
    ),
    ("len(range(-9223372036854775807, 9223372036854775807, 4611686018427387904))", "4"),
    ("range(-9223372036854775807, 9223372036854775807, 4611686018427387904)[3]", "4611686018427387905"),
    ("list(range(10)[8:2:-2])", "[8, 6, 4]"), ("range(10)[::-1]", "range(9, -1, -1)"),
    ("len(range(10)[5:5])", "0"), ("range(3)[1:2]", "range(1, 2)"),
  ]) func ranges(_ code: String, _ expected: String) {
    #expect(result(code) == expected)
  }
}

/// Whether a console would run what stands there, or wait for more.
struct CompletenessTests {
  @Test(arguments: [
    ("", Completeness.complete), ("x = 1", .complete), ("# note", .complete), ("x = (1,\n2)", .complete),
    ("for n in range(3):\n    print(n)\n", .complete), ("for n in range(3): print(n)", .complete),
    ("for n in range(3):", .incomplete(indent: "    ")),
    ("for n in range(3):\n    if n:", .incomplete(indent: "        ")),
    ("for n in range(3):\n    print(n)", .incomplete(indent: "    ")),
    ("def f():\n    return 1", .incomplete(indent: "")), ("print(", .incomplete(indent: "")),
    ("x = [1,", .incomplete(indent: "")), ("'''a", .incomplete(indent: "")),
    ("f(':'", .incomplete(indent: "")),
    ("x = = 1", .invalid), ("1)", .invalid), ("import os", .complete), ("import", .invalid),
  ]) func table(_ code: String, _ expected: Completeness) {
    #expect(Completeness(of: code) == expected)
  }
}

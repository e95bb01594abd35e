import Ground
import TestSupport
import Testing

@testable import DreamLanguage

/// Errors are values with Python's classes, and back again.
struct ExceptionTests {
  @Test(arguments: [
    (ExceptionType.key, ["KeyError", "LookupError", "Exception", "BaseException"]),
    (.zeroDivision, ["ZeroDivisionError", "ArithmeticError", "Exception", "BaseException"]),
    (.limit, ["LimitError", "MemoryError", "Exception", "BaseException"]),
    (.file, ["FileError", "OSError", "Exception", "BaseException"]),
    (.interrupted, ["Interrupted", "KeyboardInterrupt", "BaseException"]),
  ]) func classesAreKindsOfOthers(_ type: ExceptionType, _ names: [String]) {
    #expect(Array(sequence(first: type) { $0.base }).map(\.name) == names)
    #expect(type.isKind(of: .anything) && type.isKind(of: type))
    #expect(type.isKind(of: .exception) == names.contains("Exception"))
    #expect(!type.isKind(of: .name))
  }

  @Test func anErrorBecomesAValueAndAnErrorAgain() throws {
    let code = "def f(n):\n    return 1 / n\n\ndef g(n):\n    return f(n)\n\ng(0)"
    let execution = Execution(
      sink: RecordingSink(), cancellation: Cancellation(), clock: { 0 }, globals: Scope(parent: nil),
      table: CommandTable(Vocabulary()), host: PlainHost(), stackBudget: 1 << 20)
    let source = SourceText(code)
    let error = try #require(throws: Diagnostic.self) {
      try Evaluator(execution, source: source).run(try Parser.parse(source))
    }
    let exception = ExceptionObject(error)
    #expect(exception.type.name == "ZeroDivisionError" && exception.kind.isKind(of: .arithmetic))
    #expect(exception.representation == "ZeroDivisionError('This divides by zero.')")
    #expect(exception.text == "This divides by zero.")
    #expect(exception.traceback.compactMap { $0.range.map { source[$0] } } == ["1 / n", "f(n)", "g(0)"])
    #expect(exception.traceback.map(\.name) == ["", "f", "g"])
    #expect(exception.diagnostic == error)
    #expect(exception.diagnostic.calls.count == 2)
  }

  @Test func anErrorThatAProgramMakesHasNoPlaceYet() {
    let exception = ExceptionObject(.value, "Too small.", hint: "Take 3.")
    #expect(exception.diagnostic.range == nil && exception.diagnostic.sentence == "Too small. Take 3.")
    #expect(exception.attribute("hint").map { $0.text } == "Take 3.")
    #expect(exception.attribute("args").map { $0.representation } == "('Too small.',)")
    #expect(exception.attribute("other") == nil)
  }
}

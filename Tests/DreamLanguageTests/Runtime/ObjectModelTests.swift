import Ground
import TestSupport
import Testing

@testable import DreamLanguage

/// Objects that the evaluator has never heard of do whatever their capabilities say.
struct ObjectModelTests {
  /// A vector of two numbers: offers everything that an object can.
  private final class Pair: HasAttributes, SetsAttributes, Callable, Iterable, Indexable, SetsElements,
    HasLength,
    Reducible, Arithmetic, Comparing, Numeric, Truthy, Keyed, Displayable, Context
  {
    static let descriptor = TypeDescriptor("Pair")
    var x: Double
    var y: Double
    var entered = 0
    init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

    var type: TypeDescriptor { Self.descriptor }
    var representation: String { "Pair(\(x), \(y))" }
    var text: String { "\(x) and \(y)" }

    let attributeNames = ["x", "y"]
    func attribute(_ name: String) -> Value? { name == "x" ? .float(x) : name == "y" ? .float(y) : nil }
    func setAttribute(_ name: String, to value: Value) throws {
      guard let number = value.number, attributeNames.contains(name) else {
        throw Diagnostic(.attribute, "A Pair has only x and y.")
      }
      if name == "x" { x = number } else { y = number }
    }

    let signature = "pair(factor)"
    let parameters = [CallParameter(name: "factor", defaultValue: nil)]
    func call(_ arguments: CallArguments, by evaluator: Evaluator, at range: SourceRange?) throws -> Value {
      let factor = arguments.positional.first?.number ?? 1
      return .object(Pair(x * factor, y * factor))
    }

    func makeIterator() -> ElementIterator {
      var rest = [x, y]
      return { () throws(Diagnostic) in rest.isEmpty ? nil : .float(rest.removeFirst()) }
    }
    func selecting(_ indices: [AxisIndex], key: Value?) throws -> Value {
      if case .string(let name)? = key, let value = attribute(name) { return value }
      guard case .index(let index)? = try indices.first?.selection(extent: 2, of: "Pair") else {
        return .none
      }
      return .float(index == 0 ? x : y)
    }
    func setElement(_ indices: [AxisIndex], key: Value?, to value: Value) throws {
      if case .place(let index)? = indices.first { try setAttribute(index == 0 ? "x" : "y", to: value) }
    }
    func removeElement(_ indices: [AxisIndex], key: Value?) { (x, y) = (0, 0) }
    func length() -> Int { 2 }
    var sum: Double { x + y }
    var extremes: (lowest: Value, highest: Value)? { (.float(min(x, y)), .float(max(x, y))) }

    static func combine(_ left: inout Value, _ right: inout Value, by op: BinaryOperator) -> Value? {
      switch (left, right, op) {
      case (.object(let a as Pair), .object(let b as Pair), .add): .object(Pair(a.x + b.x, a.y + b.y))
      case (.object(let a as Pair), let b, .multiply): b.number.map { .object(Pair(a.x * $0, a.y * $0)) }
      case (let a, .object(let b as Pair), .subtract): a.number.map { .object(Pair($0 - b.x, $0 - b.y)) }
      default: nil
      }
    }
    static func negate(_ value: inout Value) -> Value { scaled(value, by: -1) }
    static func magnitude(_ value: inout Value) -> Value { scaled(value, by: 1) }
    private static func scaled(_ value: Value, by factor: Double) -> Value {
      guard case .object(let pair as Pair) = value else { return .none }
      return .object(Pair(pair.x * factor, pair.y * factor))
    }

    func isEqual(to other: Value) -> Bool? {
      guard case .object(let other as Pair) = other else { return nil }
      return x == other.x && y == other.y
    }
    func order(against other: Value) -> Order? {
      guard case .object(let other as Pair) = other else { return nil }
      return x < other.x ? .before : x > other.x ? .behind : x == other.x ? .same : .unordered
    }
    var number: Double? { x == y ? x : nil }
    func isTrue() -> Bool { x != 0 || y != 0 }
    func dictKey() -> DictKey { .object([x, y]) }
    func bundle() -> MIMEBundle {
      MIMEBundle([("text/plain", .text(text)), ("text/html", .text("<b>\(text)</b>"))])
    }
    func enter(_ execution: Execution) -> Value {
      entered += 1
      return .object(self)
    }
    func exit(_ error: Diagnostic?, _ execution: Execution) -> Bool {
      entered -= 1
      return error?.kind.isKind(of: .value) ?? false
    }
  }

  /// An object that offers nothing.
  private final class Stone: LanguageObject {
    static let descriptor = TypeDescriptor(
      "Stone", callHint: "Throw it.", operandHint: "Stones stay as they are.")
    let type = Stone.descriptor
    let representation = "<a stone>"
  }

  private func run(_ code: String) -> Outcome {
    var vocabulary = Vocabulary.basics
    vocabulary.constants = [
      Constant(name: "p", value: .object(Pair(1, 2)), summary: "A pair."),
      Constant(name: "q", value: .object(Pair(3, 3)), summary: "Another pair."),
      Constant(name: "stone", value: .object(Stone()), summary: "A stone."),
    ]
    vocabulary.types = [Pair.descriptor, Stone.descriptor]
    return Session(vocabulary).execute(code, sink: RecordingSink(), cancellation: Cancellation())
  }

  @Test(arguments: [
    ("p.x", "1.0"), ("p.x = 5\np.x", "5.0"), ("p.y += 2\np.y", "4.0"), ("p.x, a = 7, 8\np['x']", "7.0"),
    ("p(3)", "3.0 and 6.0"), ("[e for e in p]", "[1.0, 2.0]"), ("a, b = p\nb", "2.0"), ("2.0 in p", "True"),
    ("list(p)", "[1.0, 2.0]"), ("p[1]", "2.0"), ("p[-1]", "2.0"), ("p[0] = 9\np.x", "9.0"),
    ("del p[0]\nbool(p)", "False"), ("len(p)", "2"), ("sum(p)", "3.0"), ("max(p)", "2.0"), ("min(p)", "1.0"),
    ("(p + q)[0]", "4.0"), ("(p * 2)[1]", "4.0"), ("(10 - p)[0]", "9.0"), ("(-p)[0]", "-1.0"),
    ("abs(p)[0]", "1.0"), ("p == q", "False"), ("p == p * 1", "True"), ("p < q", "True"), ("p >= q", "False"),
    ("float(q)", "3.0"), ("bool(p)", "True"), ("'yes' if p * 0 else 'no'", "'no'"),
    ("{p: 1}[p * 1]", "1"), ("str(p)", "'1.0 and 2.0'"), ("repr(p)", "'Pair(1.0, 2.0)'"),
    ("[p]", "[Pair(1.0, 2.0)]"), ("f'{p}'", "'1.0 and 2.0'"), ("type(p)", "'Pair'"),
  ]) func capabilities(_ code: String, _ expected: String) {
    let outcome = run(code)
    #expect(outcome.failure == nil)
    #expect(outcome.result?["text/plain"] == .text(expected))
  }

  @Test func richRepresentationsAreShown() {
    #expect(run("p").result?["text/html"] == .text("<b>1.0 and 2.0</b>"))
  }

  @Test(arguments: [
    ("stone.x = 1", "AttributeError", "Attributes cannot be assigned to. Use a variable."),
    ("(1).x = 1", "AttributeError", "Attributes cannot be assigned to. Use a variable."),
    ("p.z = 1", "AttributeError", "A Pair has only x and y."),
    ("stone()", "TypeError", "A Stone cannot be called. Throw it."),
    ("stone + 1", "TypeError", "'+' does not go with a Stone and an int. Stones stay as they are."),
    ("p / 2", "TypeError", "'/' does not go with a Pair and an int."),
    ("-stone", "TypeError", "A Stone has no sign to change."),
    ("stone < 1", "TypeError", "A Stone and an int have no order."),
    ("1 in stone", "TypeError", "'in' cannot look into a Stone."),
    ("del stone[0]", "TypeError", "The elements of a Stone cannot be deleted."),
    ("{stone: 1}", "TypeError", "A Stone cannot be the key of a dict. Keys are strings, numbers or tuples."),
    ("stone.q", "AttributeError", "A Stone has no attribute 'q'."),
  ]) func whatIsNotOfferedIsRefused(_ code: String, _ name: String, _ message: String) {
    let failure = run(code).failure
    #expect(failure?.name == name)
    #expect(failure?.message == message)
  }

  @Test func aStoneIsTrueAndEqualToItselfAlone() {
    #expect(
      run("[bool(stone), stone == stone, stone == p, stone == 1]").result?["text/plain"]
        == .text("[True, True, False, False]"))
  }

  @Test func aContextIsEnteredAndLeft() throws {
    let pair = Pair(1, 2)
    let context = try #require(pair.context)
    let execution = Execution(
      sink: RecordingSink(), cancellation: Cancellation(), clock: { 0 }, globals: Scope(parent: nil),
      table: CommandTable(Vocabulary()), host: PlainHost(), stackBudget: 1 << 20)
    _ = try context.enter(execution)
    #expect(pair.entered == 1)
    #expect(try context.exit(Diagnostic(.value, "x"), execution))
    #expect(try !context.exit(Diagnostic(.type, "x"), execution))
  }
}

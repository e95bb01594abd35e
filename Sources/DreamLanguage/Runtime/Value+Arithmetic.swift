#if canImport(Glibc)
  import Glibc
#endif

extension Value {
  /// What an operator makes of two values.
  package static func combine(_ a: Value, _ b: Value, by op: BinaryOperator) throws -> Value {
    var (left, right) = (a, b)
    return try combine(taking: &left, &right, by: op)
  }

  /// What an operator makes of two values, which it takes: an array that nobody else has lends its memory to the result.
  package static func combine(taking a: inout Value, _ b: inout Value, by op: BinaryOperator) throws -> Value
  {
    switch (a, b) {
    case (.int(let left), .int(let right)): return try integers(left, right, op)
    case (.float(let left), .float(let right)): return .float(try floats(left, right, op))
    case (.string(let left), .string(let right)) where op == .add:
      return .string(left + right)
    case (.list(let left), .list(let right)) where op == .add:
      return .list(left.elements + right.elements)
    case (.tuple(let left), .tuple(let right)) where op == .add:
      return .tuple(left.elements + right.elements)
    default: break
    }
    if let type = a.arithmetic, let result = try type.combine(&a, &b, by: op) { return result }
    if let type = b.arithmetic, let result = try type.combine(&a, &b, by: op) { return result }
    if op == .multiply, let count = b.wholeNumber, let repeated = try a.repeated(count) { return repeated }
    if op == .multiply, let count = a.wholeNumber, let repeated = try b.repeated(count) { return repeated }
    if case .string(let format) = a, op == .modulo { return .string(try TextFormat.percent(format, b)) }
    if let left = a.wholeNumber, let right = b.wholeNumber { return try integers(left, right, op) }
    guard let left = a.number, let right = b.number else { throw mismatch(a, b, op) }
    return .float(try floats(left, right, op))
  }

  /// The value without its sign.
  package func magnitude() throws -> Value {
    if let type = arithmetic {
      var value = self
      return try type.magnitude(&value)
    }
    guard let number else { throw Diagnostic(.type, "\(typePhrase.sentenceStart) has no sign to change.") }
    return number < 0 ? try negated() : self
  }

  /// The value with its sign changed.
  func negated() throws -> Value {
    switch self {
    case .bool, .int:
      let (result, overflow) = 0.subtractingReportingOverflow(wholeNumber ?? 0)
      if overflow { throw Value.overflow }
      return .int(result)
    case .float(let value): return .float(-value)
    default:
      if let settled { return try settled.negated() }
      if let type = arithmetic {
        var value = self
        return try type.negate(&value)
      }
      throw Diagnostic(.type, "\(typePhrase.sentenceStart) has no sign to change.")
    }
  }

  /// The whole number a float comes to when cut off.
  package static func truncated(_ value: Double) throws(Diagnostic) -> Int {
    guard let result = Int(exactly: value.rounded(.towardZero)) else {
      throw Diagnostic(.overflow, "\(value) is not a whole number that fits 64 bits.")
    }
    return result
  }

  /// The error of a whole number that has outgrown 64 bits.
  package static let overflow = Diagnostic(
    .overflow, "The result does not fit a whole number of 64 bits.",
    hint: "Use a float: write 2.0 in place of 2.")

  // MARK: Implementation

  private static func mismatch(_ a: Value, _ b: Value, _ op: BinaryOperator) -> Diagnostic {
    var hint: String?
    if op == .add {
      if case .string = a { hint = "Make it a string with str(…), or use an f-string." }
      if case .string = b { hint = "Make it a string with str(…), or use an f-string." }
      if case .list = a, b.sequence != nil { hint = "list(…) makes a list of it." }
    }
    for value in [a, b] {
      hint = value.type.operandHint ?? hint
      if case .none = value { hint = "None is what a call without a result gives." }
    }
    return Diagnostic(
      .type, "'\(op.rawValue)' does not go with \(a.typePhrase) and \(b.typePhrase).", hint: hint)
  }

  private func repeated(_ count: Int) throws(Diagnostic) -> Value? {
    func check(_ length: Int) throws(Diagnostic) {
      let (total, overflow) = max(count, 0).multipliedReportingOverflow(by: length)
      if overflow || total > ListObject.maximumCount {
        throw Diagnostic(.limit, "Repeating this \(count) times makes it too long.")
      }
    }
    func copies(_ parts: [Value]) -> [Value] { Array(repeatElement(parts, count: max(count, 0)).joined()) }
    switch self {
    case .string(let text):
      try check(text.utf8.count)
      return .string(String(repeating: text, count: max(count, 0)))
    case .list(let list):
      try check(list.elements.count)
      return .list(copies(list.elements))
    case .tuple(let tuple):
      try check(tuple.elements.count)
      return .tuple(copies(tuple.elements))
    default: return nil
    }
  }

  private static func integers(_ a: Int, _ b: Int, _ op: BinaryOperator) throws -> Value {
    let result: (partialValue: Int, overflow: Bool)
    switch op {
    case .add: result = a.addingReportingOverflow(b)
    case .subtract: result = a.subtractingReportingOverflow(b)
    case .multiply: result = a.multipliedReportingOverflow(by: b)
    case .divide: return .float(try floats(Double(a), Double(b), .divide))
    case .floorDivide, .modulo:
      if b == 0 { throw divisionByZero }
      if b == -1 { return op == .modulo ? .int(0) : try Value.int(a).negated() }
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      let isBelow = remainder != 0 && (remainder < 0) != (b < 0)
      return .int(op == .modulo ? (isBelow ? remainder + b : remainder) : (isBelow ? quotient - 1 : quotient))
    case .power:
      if b < 0 { return .float(try floats(Double(a), Double(b), .power)) }
      return .int(try power(a, b))
    }
    if result.overflow { throw overflow }
    return .int(result.partialValue)
  }

  private static func power(_ base: Int, _ exponent: Int) throws(Diagnostic) -> Int {
    if base == 0 || base == 1 { return exponent == 0 ? 1 : base }
    if base == -1 { return exponent.isMultiple(of: 2) ? 1 : -1 }
    if exponent > 64 { throw overflow }
    var result = 1
    for _ in 0..<exponent {
      let (product, isTooLarge) = result.multipliedReportingOverflow(by: base)
      if isTooLarge { throw overflow }
      result = product
    }
    return result
  }

  private static let divisionByZero = Diagnostic(.zeroDivision, "This divides by zero.")

  private static func floats(_ a: Double, _ b: Double, _ op: BinaryOperator) throws(Diagnostic) -> Double {
    switch op {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide:
      if b == 0 { throw divisionByZero }
      return a / b
    case .floorDivide:
      if b == 0 { throw divisionByZero }
      return ((a - (try floats(a, b, .modulo))) / b).rounded()
    case .modulo:
      if b == 0 { throw divisionByZero }
      let remainder = fmod(a, b)
      return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder
    case .power:
      if a == 0, b < 0 { throw divisionByZero }
      let result = pow(a, b)
      if result.isNaN, !a.isNaN, !b.isNaN {
        throw Diagnostic(.value, "A negative number has no real power with a fractional exponent.")
      }
      if result.isInfinite, a.isFinite, b.isFinite { throw Diagnostic(.overflow, "The result is too large.") }
      return result
    }
  }

  /// What gives operators their meaning for this value; nil where it is no object or has none.
  package var arithmetic: (any Arithmetic.Type)? {
    guard case .object(let object) = self else { return nil }
    return object.arithmetic
  }
}

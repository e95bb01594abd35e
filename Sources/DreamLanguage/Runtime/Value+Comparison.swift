extension Value {
  /// Whether two values are equal, as `==` decides it.
  package func isEqual(to other: Value, depth: Int = 0) throws(Diagnostic) -> Bool {
    if depth > 100 { throw Diagnostic(.recursion, "These values are nested too deeply to be compared.") }
    if let settled { return try settled.isEqual(to: other, depth: depth + 1) }
    switch (self, other) {
    case (_, .object) where other.settled != nil: return try other.isEqual(to: self, depth: depth + 1)
    case (.none, .none): return true
    case (.string(let a), .string(let b)): return a == b
    case (.int(let a), .int(let b)): return a == b
    case (.list(let a), .list(let b)): return a === b ? true : try Self.equal(a.elements, b.elements, depth)
    case (.tuple(let a), .tuple(let b)): return a === b ? true : try Self.equal(a.elements, b.elements, depth)
    case (.dict(let a), .dict(let b)):
      guard a.count == b.count else { return false }
      for (key, value) in zip(a.keys, a.values) {
        guard let found = try b.value(of: key), try value.isEqual(to: found, depth: depth + 1) else {
          return false
        }
      }
      return true
    case (.range(let a), .range(let b)): return a == b
    default:
      if case .object(let object) = self, let verdict = try object.comparing?.isEqual(to: other) {
        return verdict
      }
      if case .object(let object) = other, let verdict = try object.comparing?.isEqual(to: self) {
        return verdict
      }
      if case (.object(let a), .object(let b)) = (self, other), a === b { return true }
      guard let a = number, let b = other.number else { return false }
      return a == b
    }
  }

  /// Whether two values are the same thing, as `is` decides it.
  func isSame(as other: Value) throws(Diagnostic) -> Bool {
    switch (self, other) {
    case (.list(let a), .list(let b)): a === b
    case (.dict(let a), .dict(let b)): a === b
    case (.none, .none): true
    case (.none, _), (_, .none): false
    case (.string, .object), (.object, .string): try isEqual(to: other)
    default: typeName == other.typeName ? try isEqual(to: other) : false
    }
  }

  /// The order of two values: below 0, 0 or above 0; nil where one is not a number.
  package func order(against other: Value, depth: Int = 0) throws(Diagnostic) -> Int? {
    if depth > 100 { throw Diagnostic(.recursion, "These values are nested too deeply to be compared.") }
    switch (self, other) {
    case (.int(let a), .int(let b)): return a < b ? -1 : a > b ? 1 : 0
    case (.string(let a), .string(let b)):
      return a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars) ? -1 : a == b ? 0 : 1
    case (.list(let a), .list(let b)): return try Self.order(a.elements, b.elements, depth)
    case (.tuple(let a), .tuple(let b)): return try Self.order(a.elements, b.elements, depth)
    default:
      if case .object(let object) = self, let order = try object.comparing?.order(against: other) {
        return order.sign
      }
      if case .object(let object) = other, let order = try object.comparing?.order(against: self) {
        return order.sign.map { -$0 }
      }
      guard let a = number, let b = other.number else {
        throw Diagnostic(.type, "\(typePhrase.sentenceStart) and \(other.typePhrase) have no order.")
      }
      return a < b ? -1 : a > b ? 1 : a == b ? 0 : nil
    }
  }

  /// Whether this holds an element, as `in` decides it.
  package func contains(_ element: Value) throws(Diagnostic) -> Bool {
    switch self {
    case .string(let text):
      guard case .string(let part) = element else {
        throw Diagnostic(.type, "A str holds only strings, not \(element.typePhrase).")
      }
      return part.isEmpty || text.contains(part)
    case .dict(let dict): return try dict.value(of: element) != nil
    case .range(let range):
      guard let number = element.number, let place = Int(exactly: number) else { return false }
      let (distance, overflow) = place.subtractingReportingOverflow(range.start)
      guard !overflow, range.count > 0, distance % range.step == 0 else { return false }
      return distance / range.step >= 0 && distance / range.step < range.count
    case .object(let object) where object.iterable != nil:
      return try object.iterable?.contains(element) ?? false
    default:
      guard let parts = sequence else { throw Diagnostic(.type, "'in' cannot look into \(typePhrase).") }
      for part in parts where try part.isEqual(to: element) { return true }
      return false
    }
  }

  // MARK: Implementation

  private static func equal(_ a: [Value], _ b: [Value], _ depth: Int) throws(Diagnostic) -> Bool {
    guard a.count == b.count else { return false }
    for (x, y) in zip(a, b) {
      guard try x.isEqual(to: y, depth: depth + 1) else { return false }
    }
    return true
  }

  private static func order(_ a: [Value], _ b: [Value], _ depth: Int) throws(Diagnostic) -> Int? {
    for (x, y) in zip(a, b) {
      if try !x.isEqual(to: y, depth: depth + 1) { return try x.order(against: y, depth: depth + 1) }
    }
    return a.count < b.count ? -1 : a.count > b.count ? 1 : 0
  }
}

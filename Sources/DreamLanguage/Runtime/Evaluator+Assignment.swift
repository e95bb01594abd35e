extension Evaluator {
  /// Binds a value to a name, to several names, or to an element.
  func assign(_ value: Value, to target: Expression) throws {
    switch target.kind {
    case .name(let name): scope.bind(name, to: value)
    case .tuple(let targets), .list(let targets): try unpack(value, to: targets, at: target.range)
    case .index(let container, let subscripts):
      let object = try evaluate(container)
      let (indices, key) = try self.indices(subscripts)
      try placing(target.range) { try object.setElement(indices, key: key, to: value) }
      execution.cycles.noteStore(of: value, in: object)
    case .attribute(let owner, let name):
      let object = try evaluate(owner)
      try placing(target.range) { try object.setAttribute(name, to: value) }
      execution.cycles.noteStore(of: value, in: object)
    default:
      throw failure(.syntax, "This cannot be assigned to.", at: target.range)
    }
  }

  /// Removes a name or an entry.
  func delete(_ target: Expression) throws {
    switch target.kind {
    case .name(let name):
      if !scope.remove(name) { throw unknownName(name, at: target.range) }
    case .index(let container, let subscripts):
      let object = try evaluate(container)
      let (indices, key) = try self.indices(subscripts)
      try placing(target.range) {
        try object.removeElement(indices, key: key)
      }
    default: throw Diagnostic(.syntax, "Only names and elements can be deleted.", at: target.range)
    }
  }

  /// Does something whose errors belong to a place.
  package func placing<T>(_ range: SourceRange?, _ body: () throws -> T) throws -> T {
    do { return try body() } catch { throw diagnostic(of: error, at: range) }
  }

  // MARK: Implementation

  private func unpack(_ value: Value, to targets: [Expression], at range: SourceRange) throws {
    var parts: [Value] = []
    let star = targets.firstIndex { if case .starred = $0.kind { true } else { false } }
    let limit = star == nil ? targets.count : ListObject.maximumCount
    try iterate(value, at: range) { part in
      parts.append(part)
      return parts.count <= limit
    }
    if let star, case .starred(let rest) = targets[star].kind {
      let tail = targets.count - star - 1
      guard parts.count >= targets.count - 1 else {
        throw wrongCount(parts.count, of: targets.count - 1, range)
      }
      for (target, part) in zip(targets[..<star], parts) { try assign(part, to: target) }
      try assign(.list(Array(parts[star..<(parts.count - tail)])), to: rest)
      for (target, part) in zip(targets[(star + 1)...], parts.suffix(tail)) { try assign(part, to: target) }
      return
    }
    guard parts.count == targets.count else { throw wrongCount(parts.count, of: targets.count, range) }
    for (target, part) in zip(targets, parts) { try assign(part, to: target) }
  }

  private func wrongCount(_ count: Int, of wanted: Int, _ range: SourceRange) -> Diagnostic {
    let found = count > wanted ? "there are more values" : "there \(count == 1 ? "is" : "are") only \(count)"
    return failure(.value, "\(wanted) names wait for a value each, but \(found).", at: range)
  }
}

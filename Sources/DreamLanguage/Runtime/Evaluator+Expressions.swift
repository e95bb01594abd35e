extension Evaluator {
  /// The value of an expression.
  func evaluate(_ expression: Expression) throws -> Value {
    try execution.checkStack(at: expression.range, in: source)
    switch expression.kind {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .float(let value): return .float(value)
    case .string(let text): return .string(text)
    case .formatted(let pieces): return .string(try format(pieces))
    case .name(let name): return try value(of: name, at: expression.range)
    case .list(let parts): return .list(try elements(parts))
    case .tuple(let parts): return .tuple(try elements(parts))
    case .dict(let items): return try dict(items)
    case .comprehension(let comprehension): return try build(comprehension)
    case .negate(let operand):
      let value = try evaluate(operand)
      return try placing(expression.range) { try value.negated() }
    case .plus(let operand): return try plus(operand)
    case .not(let operand): return .bool(!(try isTrue(operand)))
    case .binary(let op, let left, let right):
      var a = try evaluate(left)
      var b = try evaluate(right)
      return try placing(expression.range) { try Value.combine(taking: &a, &b, by: op) }
    case .comparison(let first, let links): return .bool(try compare(first, links))
    case .and(let parts): return try junction(parts, stopsAt: false)
    case .or(let parts): return try junction(parts, stopsAt: true)
    case .conditional(let condition, let then, let otherwise):
      return try evaluate(try isTrue(condition) ? then : otherwise)
    case .lambda(let definition): return try function(definition)
    case .call(let callee, let arguments): return try call(callee, arguments, at: expression.range)
    case .attribute(let object, let name): return try attribute(name, of: object, at: expression.range)
    case .index(let object, let subscripts):
      let container = try evaluate(object)
      let (indices, key) = try self.indices(subscripts)
      return try placing(expression.range) { try container.selecting(indices, key: key) }
    case .ellipsis, .starred:
      throw failure(.syntax, "This cannot stand here.", at: expression.range)
    }
  }

  /// The indices of `x[…]`, and the value a dict looks up.
  package func indices(_ subscripts: [Subscript]) throws -> (indices: [AxisIndex], key: Value?) {
    var indices: [AxisIndex] = []
    var keys: [Value] = []
    for part in subscripts {
      switch part {
      case .slice(let start, let stop, let step, let range):
        indices.append(
          .slice(
            start: try bound(start, range), stop: try bound(stop, range), step: try bound(step, range)))
      case .index(let expression):
        if case .ellipsis = expression.kind {
          indices.append(.ellipsis)
          continue
        }
        let value = try evaluate(expression)
        keys.append(value)
        if case .none = value {
          indices.append(.newAxis)
        } else if case .tuple(let tuple) = value, !tuple.elements.isEmpty,
          tuple.elements.allSatisfy({ $0.wholeNumber != nil })
        {
          indices += tuple.elements.compactMap(\.wholeNumber).map(AxisIndex.place)
        } else if let place = value.wholeNumber {
          indices.append(.place(place))
        } else {
          indices.append(.key(value))
        }
      }
    }
    let isKey = !keys.isEmpty && keys.count == subscripts.count
    return (indices, isKey ? (keys.count == 1 ? keys[0] : .tuple(keys)) : nil)
  }

  /// Whether an expression counts as true.
  package func isTrue(_ expression: Expression) throws -> Bool {
    let value = try evaluate(expression)
    return try placing(expression.range) { try value.isTrue() }
  }

  // MARK: Implementation

  private func bound(_ expression: Expression?, _ range: SourceRange) throws -> Int? {
    guard let expression else { return nil }
    let value = try evaluate(expression)
    if case .none = value { return nil }
    guard let place = value.wholeNumber else {
      throw failure(
        .type, "A slice is made of whole numbers, not of \(value.typePhrase).",
        hint: "int(…) cuts a float off.",
        at: expression.range
      )
    }
    return place
  }

  private func elements(_ parts: [Expression]) throws -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(parts.count)
    for part in parts {
      if case .starred(let inner) = part.kind {
        try iterate(try evaluate(inner), at: inner.range) {
          values.append($0)
          return true
        }
      } else {
        values.append(try evaluate(part))
      }
    }
    return values
  }

  private func dict(_ items: [DictItem]) throws -> Value {
    let dict = DictObject()
    for item in items {
      let value = try evaluate(item.value)
      if let key = item.key {
        let name = try evaluate(key)
        try placing(key.range) { try dict.set(name, to: value) }
      } else if case .dict(let other) = value {
        for (key, value) in zip(other.keys, other.values) { try dict.set(key, to: value) }
      } else {
        throw failure(.type, "'**' takes a dict, not \(value.typePhrase).", at: item.value.range)
      }
    }
    return .dict(dict)
  }

  private func plus(_ operand: Expression) throws -> Value {
    let value = try evaluate(operand)
    if value.number == nil, value.arithmetic == nil {
      throw failure(.type, "\(value.typePhrase.sentenceStart) has no sign.", at: operand.range)
    }
    return value
  }

  private func junction(_ parts: [Expression], stopsAt decisive: Bool) throws -> Value {
    for part in parts.dropLast() {
      let value = try evaluate(part)
      if try placing(part.range, { try value.isTrue() }) == decisive { return value }
    }
    return try parts.last.map { try evaluate($0) } ?? .none
  }

  private func compare(_ first: Expression, _ links: [ComparisonLink]) throws -> Bool {
    var left = try evaluate(first)
    var place = first.range
    for link in links {
      let right = try evaluate(link.operand)
      let holds = try placing(place.union(link.operand.range)) {
        switch link.comparison {
        case .equal: try left.isEqual(to: right)
        case .notEqual: try !left.isEqual(to: right)
        case .less: try left.order(against: right).map { $0 < 0 } ?? false
        case .lessOrEqual: try left.order(against: right).map { $0 <= 0 } ?? false
        case .greater: try left.order(against: right).map { $0 > 0 } ?? false
        case .greaterOrEqual: try left.order(against: right).map { $0 >= 0 } ?? false
        case .isIn: try right.contains(left)
        case .isNotIn: try !right.contains(left)
        case .isSame: try left.isSame(as: right)
        case .isNotSame: try !left.isSame(as: right)
        }
      }
      if !holds { return false }
      left = right
      place = link.operand.range
    }
    return true
  }

  private func format(_ pieces: [FormattedPiece]) throws -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part): text += part
      case .value(let expression, let conversion, let specification):
        var value = try evaluate(expression)
        if let conversion { value = .string(conversion == "s" ? value.text : value.representation) }
        let format = try format(specification)
        text += try placing(expression.range) { try TextFormat.format(value, format) }
      }
    }
    return text
  }

  private func build(_ comprehension: Comprehension) throws -> Value {
    let outer = scope
    scope = Scope(parent: outer)
    defer { scope = outer }
    var elements: [Value] = []
    let dict = DictObject()
    func visit(_ index: Int) throws {
      guard index < comprehension.clauses.count else {
        let element = try evaluate(comprehension.element)
        if let value = comprehension.value {
          try dict.set(element, to: try evaluate(value))
        } else {
          if elements.count >= ListObject.maximumCount {
            throw Diagnostic(.limit, "This list becomes too long.")
          }
          elements.append(element)
        }
        return
      }
      let clause = comprehension.clauses[index]
      try iterate(try evaluate(clause.iterable), at: clause.iterable.range) { element in
        try assign(element, to: clause.target)
        for condition in clause.conditions where try !isTrue(condition) { return true }
        try visit(index + 1)
        return true
      }
    }
    try visit(0)
    return comprehension.value == nil ? .list(elements) : .dict(dict)
  }
}

/// What an index selects of an axis.
package enum Selection {
  /// One element, counted from 0.
  case index(Int)
  /// Every `step`-th element from `start`, `count` of them.
  case slice(start: Int, count: Int, step: Int)
}

/// An index or a slice with its parts worked out.
package enum AxisIndex {
  case place(Int)
  case slice(start: Int?, stop: Int?, step: Int?)
  case newAxis
  case ellipsis
  /// What is no whole number; only a dict can be indexed by it.
  case key(Value)

  /// Whether it is `:`.
  package var isWholeAxis: Bool {
    if case .slice(nil, nil, nil) = self { true } else { false }
  }

  /// Whether it is `...`.
  package var isEllipsis: Bool {
    if case .ellipsis = self { true } else { false }
  }

  /// Works out an index or a slice for an axis, with Python's rules: negative places count from the end.
  package func selection(extent: Int, of type: String) throws(Diagnostic) -> Selection {
    switch self {
    case .place(let place):
      guard place >= -extent, place < extent else {
        let hint =
          extent == 0
          ? "It is empty." : "The first place is 0, the last \(extent - 1); -1 is the last, too."
        throw Diagnostic(.index, "There is no place \(place) in this \(type) of \(extent).", hint: hint)
      }
      return .index(place < 0 ? place + extent : place)
    case .slice(let start, let stop, let step):
      let step = step ?? 1
      if step == 0 { throw Diagnostic(.value, "The step of a slice cannot be 0.") }
      func bound(_ place: Int, _ lowest: Int, _ highest: Int) -> Int {
        let counted = place < 0 ? (place < -extent ? -1 : place + extent) : place
        return min(max(counted, lowest), highest)
      }
      let lowest = step > 0 ? 0 : -1
      let highest = step > 0 ? extent : extent - 1
      let first = start.map { bound($0, lowest, highest) } ?? (step > 0 ? 0 : extent - 1)
      let last = stop.map { bound($0, lowest, highest) } ?? (step > 0 ? extent : -1)
      let range = RangeValue(start: first, stop: last, step: step)
      // An empty slice has a place, too: what is assigned to it goes in there.
      return .slice(start: range.count == 0 ? max(first, 0) : first, count: range.count, step: step)
    case .key(let value):
      let hint: String? = if case .float = value { "int(…) cuts a float off." } else { nil }
      throw Diagnostic(
        .type, "Places in this \(type) are whole numbers or slices, not \(value.typePhrase).", hint: hint)
    case .newAxis, .ellipsis:
      throw Diagnostic(.type, "Only tensors take None and … as indices.")
    }
  }
}

extension Value {
  /// The error of going through the elements of what has none.
  package var withoutElements: Diagnostic {
    Diagnostic(
      .type, "\(typePhrase.sentenceStart) has no elements to go through.",
      hint: wholeNumber.map { "range(\($0)) counts from 0 to \($0 - 1)." }
        ?? "Lists, ranges, texts, dicts and arrays have some.")
  }

  /// The part of the value that indices select.
  package func selecting(_ indices: [AxisIndex], key: Value?) throws -> Value {
    switch self {
    case .dict(let dict):
      guard let key else { throw Diagnostic(.type, "A dict is indexed by one key.") }
      if let found = try dict.value(of: key) { return found }
      throw dict.missing(key)
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      return .string(String(String.UnicodeScalarView(try select(indices, from: scalars))))
    case .list(let list):
      if case .place = indices.first { return try select(indices, from: list.elements)[0] }
      return .list(try select(indices, from: list.elements))
    case .tuple(let tuple):
      if case .place = indices.first { return try select(indices, from: tuple.elements)[0] }
      return .tuple(try select(indices, from: tuple.elements))
    case .range(let range):
      guard indices.count == 1 else { throw tooMany(indices.count, axes: 1) }
      switch try indices[0].selection(extent: range.count, of: "range") {
      case .index(let place): return .int(range[place])
      case .slice(let start, let count, let step):
        guard let part = range.selecting(start: start, count: count, step: step) else {
          throw Diagnostic(.overflow, "The distances in this part of the range do not fit 64 bits.")
        }
        return .range(part)
      }
    case .object(let object) where object.indexable != nil:
      return try object.indexable?.selecting(indices, key: key) ?? .none
    default:
      throw Diagnostic(
        .type, "\(typePhrase.sentenceStart) cannot be indexed.",
        hint: callable != nil
          ? "It is called with round brackets: (…)."
          : type === TypeDescriptor.none
            ? "It is what a call without a result gives." : "Lists, texts, dicts and arrays can.")
    }
  }

  /// Replaces one element of a list or of a dict.
  package func setElement(_ indices: [AxisIndex], key: Value?, to value: Value) throws {
    switch self {
    case .dict(let dict):
      guard let key else { throw Diagnostic(.type, "A dict is indexed by one key.") }
      try dict.set(key, to: value)
    case .list(let list):
      guard indices.count == 1 else { throw tooMany(indices.count, axes: 1) }
      switch try indices[0].selection(extent: list.elements.count, of: "list") {
      case .index(let place): list.elements[place] = value
      case .slice(let start, let count, let step):
        guard let parts = value.sequence else {
          throw Diagnostic(.type, "A slice of a list takes a list, not \(value.typePhrase).")
        }
        if step == 1 {
          list.elements.replaceSubrange(start..<start + count, with: parts)
        } else {
          guard parts.count == count else {
            throw Diagnostic(.value, "This slice has \(count) places, but \(parts.count) values come.")
          }
          for (index, part) in parts.enumerated() { list.elements[start + index * step] = part }
        }
      }
    case .object(let object) where object.mutable != nil:
      try object.mutable?.setElement(indices, key: key, to: value)
    default:
      throw Diagnostic(
        .type, "The elements of \(typePhrase) cannot be replaced.",
        hint: "list(…) makes a list of them, whose elements can.")
    }
  }

  /// Sets an attribute.
  package func setAttribute(_ name: String, to value: Value) throws {
    guard case .object(let object) = self, let settable = object.settable else {
      throw Diagnostic(.attribute, "Attributes cannot be assigned to.", hint: "Use a variable.")
    }
    try settable.setAttribute(name, to: value)
  }

  /// Takes an element or a slice out of a list, an entry out of a dict.
  package func removeElement(_ indices: [AxisIndex], key: Value?) throws {
    switch self {
    case .dict(let dict):
      guard let key else { throw Diagnostic(.type, "A dict is indexed by one key.") }
      if try dict.remove(key) == nil { throw dict.missing(key) }
    case .list(let list):
      guard indices.count == 1 else { throw tooMany(indices.count, axes: 1) }
      switch try indices[0].selection(extent: list.elements.count, of: "list") {
      case .index(let place): list.elements.remove(at: place)
      case .slice(let start, let count, let step):
        let places = Set((0..<count).map { start + $0 * step })
        list.elements = list.elements.indices.filter { !places.contains($0) }.map { list.elements[$0] }
      }
    case .object(let object) where object.mutable != nil:
      try object.mutable?.removeElement(indices, key: key)
    default: throw Diagnostic(.type, "The elements of \(typePhrase) cannot be deleted.")
    }
  }

  // MARK: Implementation

  private func tooMany(_ count: Int, axes: Int) -> Diagnostic {
    Diagnostic(
      .index,
      "\(typePhrase.sentenceStart) with \(axes) \(axes == 1 ? "axis" : "axes") cannot take \(count) indices.")
  }

  private func select<T>(_ indices: [AxisIndex], from parts: [T]) throws -> [T] {
    guard indices.count == 1 else { throw tooMany(indices.count, axes: 1) }
    switch try indices[0].selection(extent: parts.count, of: typeName) {
    case .index(let place): return [parts[place]]
    case .slice(let start, let count, let step): return (0..<count).map { parts[start + $0 * step] }
    }
  }
}

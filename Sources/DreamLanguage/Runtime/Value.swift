/// A value of the language.
package enum Value {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(String)
  case list(ListObject)
  case tuple(TupleObject)
  case dict(DictObject)
  case range(RangeValue)
  /// Anything else: an array, a picture, a function, a network. A new kind of object needs no new case.
  case object(any LanguageObject)

  /// A new list.
  package static func list(_ elements: [Value]) -> Value { .list(ListObject(elements)) }

  /// A new tuple.
  package static func tuple(_ elements: [Value]) -> Value { .tuple(TupleObject(elements)) }

  /// A float32 as the number its shortest decimal names: it prints as 0.1 and still rounds to the same float32.
  package static func single(_ value: Float) -> Value { .float(Double(value.description) ?? Double(value)) }

  /// The value's type.
  package var type: TypeDescriptor {
    switch self {
    case .none: .none
    case .bool: .bool
    case .int: .int
    case .float: .float
    case .string: .string
    case .list: .list
    case .tuple(let tuple): tuple.type
    case .dict: .dict
    case .range: .range
    case .object(let object): object.type
    }
  }

  /// The name of the value's type.
  var typeName: String { type.name }

  /// The value as an error message names it: "a list", "an Image", "None".
  package var typePhrase: String {
    if case .none = self { return "None" }
    return type.phrase
  }

  /// Whether the value counts as true in a condition.
  package func isTrue() throws(Diagnostic) -> Bool {
    switch self {
    case .none: return false
    case .bool(let value): return value
    case .int(let value): return value != 0
    case .float(let value): return value != 0
    case .string(let text): return !text.isEmpty
    case .list(let list): return !list.elements.isEmpty
    case .tuple(let tuple): return !tuple.elements.isEmpty
    case .dict(let dict): return dict.count > 0
    case .range(let range): return range.count > 0
    case .object(let object): return try object.truthy?.isTrue() ?? true
    }
  }

  /// The number this is, where it is one.
  package var number: Double? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): Double(value)
    case .float(let value): value
    case .object(let object): object.numeric?.number
    default: nil
    }
  }

  /// The whole number this is, where it is one; floats are not.
  package var wholeNumber: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): value
    case .object: settled?.wholeNumber
    default: nil
    }
  }

  /// The elements of a list, a tuple, a range or a rank-1 tensor.
  package var sequence: [Value]? {
    switch self {
    case .list(let list): list.elements
    case .tuple(let tuple): tuple.elements
    case .range(let range) where range.count <= ListObject.maximumCount:
      (0..<range.count).map { .int(range[$0]) }
    case .object(let object): object.iterable?.sequence
    default: nil
    }
  }

  /// All elements that a loop over the value goes through.
  ///
  /// - Throws: ``Diagnostic`` where it has none, or too many for a list.
  package func elements() throws(Diagnostic) -> [Value] {
    switch self {
    case .dict(let dict): return dict.keys
    case .string(let text): return text.unicodeScalars.map { .string(String(Character($0))) }
    case .range(let range) where range.count > ListObject.maximumCount:
      throw Diagnostic(.limit, "This range is too long for a list.")
    default:
      if let sequence { return sequence }
      guard case .object(let object) = self, let iterable = object.iterable else { throw withoutElements }
      var elements: [Value] = []
      let next = try iterable.makeIterator()
      while let element = try next() { elements.append(element) }
      return elements
    }
  }

  /// Whether a loop can go through its elements.
  var isIterable: Bool {
    switch self {
    case .list, .tuple, .range, .string, .dict: true
    case .object(let object): object.iterable != nil
    case .none, .bool, .int, .float: false
    }
  }

  /// What it stands for now, where it stands for another value, as a slider does; else nil.
  package var settled: Value? {
    guard case .object(let object) = self else { return nil }
    return object.settling?.value
  }

  /// What a call of this value does; nil where it cannot be called.
  package var callable: (any Callable)? {
    guard case .object(let object) = self else { return nil }
    return object.callable
  }
}

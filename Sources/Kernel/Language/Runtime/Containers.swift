/// A list: shared by all names it is bound to, as in Python.
final class ListObject: ContainerObject {
  /// The most elements a sequence may have: a guard against exhausting memory.
  static let maximumCount = 50_000_000

  var elements: [Value]

  /// Makes a list.
  init(_ elements: [Value]) { self.elements = elements }

  override func takeContents() -> [Value] {
    defer { elements = [] }
    return elements
  }

  deinit { release() }
}

/// A dict, in the order of insertion; shared by all names it is bound to.
final class DictObject: ContainerObject {
  private(set) var keys: [Value] = []
  private(set) var values: [Value] = []
  private var places: [DictKey: Int] = [:]

  /// Makes an empty dict.
  override init() {}

  /// The number of entries.
  var count: Int { keys.count }

  /// The value of a key.
  func value(of key: Value) throws(Diagnostic) -> Value? {
    try places[DictKey(key)].map { values[$0] }
  }

  /// Sets or replaces an entry.
  func set(_ key: Value, to value: Value) throws(Diagnostic) {
    let hash = try DictKey(key)
    if let place = places[hash] {
      values[place] = value
    } else {
      places[hash] = keys.count
      keys.append(key)
      values.append(value)
    }
  }

  /// Removes an entry and returns its value.
  func remove(_ key: Value) throws(Diagnostic) -> Value? {
    guard let place = places.removeValue(forKey: try DictKey(key)) else { return nil }
    keys.remove(at: place)
    for (hash, index) in places where index > place { places[hash] = index - 1 }
    return values.remove(at: place)
  }

  override func takeContents() -> [Value] {
    defer {
      keys = []
      values = []
      places = [:]
    }
    return values
  }

  deinit { release() }
}

/// What a dict finds its entries by. As in Python, 1, 1.0 and True are the same key.
enum DictKey: Hashable {
  case none
  case int(Int)
  case float(Double)
  case string(String)
  case tuple([DictKey])

  /// The key of a value.
  init(_ value: Value) throws(Diagnostic) {
    switch value {
    case .none: self = .none
    case .bool(let flag): self = .int(flag ? 1 : 0)
    case .int(let number): self = .int(number)
    case .float(let number): self = Int(exactly: number).map(DictKey.int) ?? .float(number)
    case .string(let text): self = .string(text)
    case .tuple(let parts):
      var keys: [DictKey] = []
      for part in parts { keys.append(try DictKey(part)) }
      self = .tuple(keys)
    default:
      throw Diagnostic(
        .type, "\(value.typePhrase) cannot be the key of a dict.",
        hint: "Keys are strings, numbers or tuples.")
    }
  }
}

/// `range(start, stop, step)`.
struct RangeValue: Equatable {
  let start: Int
  let stop: Int
  let step: Int

  /// The number of its elements.
  var count: Int {
    if step > 0 ? start >= stop : start <= stop { return 0 }
    let (distance, overflow) = stop.subtractingReportingOverflow(start)
    if overflow { return Int.max }
    return Int((distance.magnitude - 1) / step.magnitude) + 1
  }

  /// One element, counted from 0.
  subscript(index: Int) -> Int { start + index * step }
}

/// What holds other values. Nested containers are let go one after the other, so that deep nesting cannot exhaust
/// the stack.
class ContainerObject {
  /// Gives up all that the container holds.
  func takeContents() -> [Value] { [] }

  /// Lets go of the contents of a container that is about to disappear.
  final func release() {
    var waiting = Self.containers(in: takeContents())
    while var last = waiting.popLast() {
      if isKnownUniquelyReferenced(&last) { waiting += Self.containers(in: last.takeContents()) }
    }
  }

  private static func containers(in contents: [Value]) -> [ContainerObject] {
    contents.compactMap { value in
      switch value {
      case .list(let list): list
      case .dict(let dict): dict
      default: nil
      }
    }
  }
}

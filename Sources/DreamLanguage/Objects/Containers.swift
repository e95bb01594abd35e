/// A list: shared by all names it is bound to, as in Python.
package final class ListObject: ContainerObject {
  /// The most elements a sequence may have: a guard against exhausting memory.
  package static let maximumCount = 50_000_000

  package var elements: [Value]

  /// Makes a list.
  package init(_ elements: [Value]) { self.elements = elements }

  package override var contents: [ContainerObject] { elements.compactMap(\.container) }
  package override func removeContents() { elements = [] }

  deinit { release() }
}

/// A tuple: a sequence that does not change.
package final class TupleObject: ContainerObject {
  package private(set) var elements: [Value]
  /// What the tuple is besides, as the result of a command is its elements and a record of how they came about; it gives
  /// the tuple its type and says what it is shown as.
  package let object: (any LanguageObject)?

  /// Makes a tuple.
  package init(_ elements: [Value], of object: (any LanguageObject)? = nil) {
    self.elements = elements
    self.object = object
  }

  /// Its type.
  package var type: TypeDescriptor { object?.type ?? .tuple }

  package override var contents: [ContainerObject] { elements.compactMap(\.container) }
  package override func removeContents() { elements = [] }

  deinit { release() }
}

/// A dict, in the order of insertion; shared by all names it is bound to.
package final class DictObject: ContainerObject {
  package private(set) var keys: [Value] = []
  package private(set) var values: [Value] = []
  private var places: [DictKey: Int] = [:]

  /// Makes an empty dict.
  package override init() {}

  /// The number of entries.
  package var count: Int { keys.count }

  /// The value of a key.
  package func value(of key: Value) throws(Diagnostic) -> Value? {
    try places[DictKey(key)].map { values[$0] }
  }

  /// Sets or replaces an entry.
  package func set(_ key: Value, to value: Value) throws(Diagnostic) {
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

  package override var contents: [ContainerObject] {
    keys.compactMap(\.container) + values.compactMap(\.container)
  }
  package override func removeContents() { (keys, values, places) = ([], [], [:]) }

  deinit { release() }
}

/// What a dict finds its entries by. As in Python, 1, 1.0 and True are the same key.
package enum DictKey: Hashable {
  case none
  case int(Int)
  case float(Double)
  case string(String)
  case tuple([DictKey])
  /// An object that says itself what it equals.
  case object(AnyHashable)

  /// The key of a value.
  package init(_ value: Value, depth: Int = 0) throws(Diagnostic) {
    if depth > 100 { throw Diagnostic(.recursion, "This tuple is nested too deeply for the key of a dict.") }
    switch value {
    case .none: self = .none
    case .bool(let flag): self = .int(flag ? 1 : 0)
    case .int(let number): self = .int(number)
    case .float(let number): self = Int(exactly: number).map(DictKey.int) ?? .float(number)
    case .string(let text): self = .string(text)
    case .tuple(let tuple):
      var keys: [DictKey] = []
      for part in tuple.elements { keys.append(try DictKey(part, depth: depth + 1)) }
      self = .tuple(keys)
    case .object(let object) where object.keyed != nil:
      self = try object.keyed?.dictKey() ?? .none
    default:
      throw Diagnostic(
        .type, "\(value.typePhrase.sentenceStart) cannot be the key of a dict.",
        hint: "Keys are strings, numbers or tuples.")
    }
  }
}

/// `range(start, stop, step)`.
package struct RangeValue: Equatable {
  package let start: Int
  package let stop: Int
  package let step: Int

  /// Counts from `start` up to, but not including, `stop`; `step` is not 0.
  package init(start: Int, stop: Int, step: Int) { (self.start, self.stop, self.step) = (start, stop, step) }

  /// The number of its elements.
  package var count: Int {
    if step > 0 ? start >= stop : start <= stop { return 0 }
    let distance = step > 0 ? UInt(bitPattern: stop &- start) : UInt(bitPattern: start &- stop)
    return Int(min((distance - 1) / step.magnitude, UInt(Int.max - 1))) + 1
  }

  /// One element, counted from 0 and less than ``count``.
  package subscript(index: Int) -> Int { start &+ index &* step }

  /// Every `step`-th of its elements from `start`, `count` of them; nil where their distance does not fit 64 bits.
  package func selecting(start: Int, count: Int, step: Int) -> RangeValue? {
    guard count > 0 else { return RangeValue(start: 0, stop: 0, step: 1) }
    let last = self[start + (count - 1) * step]
    let (distance, overflow) = self.step.multipliedReportingOverflow(by: step)
    let isSingle = count == 1
    if overflow, !isSingle { return nil }
    let (stop, isOutside) = last.addingReportingOverflow((isSingle ? 1 : distance).signum())
    return RangeValue(start: self[start], stop: isOutside ? last : stop, step: isSingle ? 1 : distance)
  }
}

/// What holds other values. Nested containers are let go one after the other, so that deep nesting cannot exhaust
/// the stack; those that hold one another in a circle are found by a ``CycleCollector``.
package class ContainerObject {
  /// The containers that this one holds, each as often as it does.
  var contents: [ContainerObject] { [] }
  /// Lets go of all that the container holds.
  func removeContents() {}
  /// What looks for circles that this container may be part of.
  final var collector: CycleCollector?

  /// Lets go of the contents of a container that is about to disappear.
  final func release() {
    collector?.forget(self)
    var waiting = contents
    removeContents()
    while var last = waiting.popLast() {
      if isKnownUniquelyReferenced(&last) {
        waiting += last.contents
        last.removeContents()
      }
    }
  }
}

extension Value {
  /// The container this value is, where it is one.
  package var container: ContainerObject? {
    switch self {
    case .list(let list): list
    case .tuple(let tuple): tuple
    case .dict(let dict): dict
    case .object(let object): object as? ContainerObject
    default: nil
    }
  }
}

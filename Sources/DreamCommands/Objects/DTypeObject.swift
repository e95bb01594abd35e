import DreamLanguage

/// A type of numbers: `float32`, `int32`, `uint8`, `bool`.
final class DTypeObject: Comparing {
  /// The types.
  enum Name: String, CaseIterable { case float32, int32, uint8, bool }
  let name: Name
  init(_ name: Name) { self.name = name }
  var type: TypeDescriptor { .dtype }
  var representation: String { name.rawValue }
  var phrase: String { representation }

  func isEqual(to other: Value) -> Bool? {
    if case .object(let object as DTypeObject) = other { object.name == name } else { nil }
  }
}

extension TypeDescriptor {
  static let dtype = TypeDescriptor("dtype")
}

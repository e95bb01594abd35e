import DreamKit

/// A value of the language.
enum Value {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(String)
  case list(ListObject)
  case tuple(TupleObject)
  case dict(DictObject)
  case range(RangeValue)
  case tensor(Tensor)
  case image(Image)
  /// Any other kind of thing; a new kind needs no new case.
  case object(any DreamObject)

  /// A new list.
  static func list(_ elements: [Value]) -> Value { .list(ListObject(elements)) }

  /// A new tuple.
  static func tuple(_ elements: [Value]) -> Value { .tuple(TupleObject(elements)) }

  /// A float32 as the number its shortest decimal names: it prints as 0.1 and still rounds to the same float32.
  static func single(_ value: Float) -> Value { .float(Double(value.description) ?? Double(value)) }

  /// A tuple of whole numbers, as `shape` gives it.
  static func shape(_ shape: Shape) -> Value { .tuple(shape.dimensions.map(Value.int)) }

  /// The name of the value's type.
  var typeName: String {
    switch self {
    case .none: "NoneType"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .string: "str"
    case .list: "list"
    case .tuple(let tuple): tuple.typeName
    case .dict: "dict"
    case .range: "range"
    case .tensor: "Tensor"
    case .image(let image): image.provenance == nil ? "Image" : "Dream"
    case .object(let object): object.typeName
    }
  }

  /// The value as an error message names it: "a list", "an Image", "None".
  var typePhrase: String {
    if case .none = self { return "None" }
    return Self.phrase(ofType: typeName)
  }

  /// The name of a type with its article.
  static func phrase(ofType name: String) -> String {
    ("aeiouAEIOU".contains(name.first ?? " ") ? "an " : "a ") + name
  }

  /// Whether the value counts as true in a condition.
  func isTrue() throws(Diagnostic) -> Bool {
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
    case .tensor(let tensor):
      if tensor.values.count == 1 { return tensor.values[0] != 0 }
      throw Diagnostic(
        .value, "\(typePhrase.sentenceStart) of \(tensor.values.count) values is neither true nor false.",
        hint: "Compare a number made from it, such as mean(x).")
    case .image: return true
    case .object: return try settled.map { value throws(Diagnostic) in try value.isTrue() } ?? true
    }
  }

  /// The number this is, where it is one.
  var number: Double? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): Double(value)
    case .float(let value): value
    case .tensor(let tensor) where tensor.values.count == 1: Double(tensor.values[0])
    case .object: settled?.number
    default: nil
    }
  }

  /// The whole number this is, where it is one; floats are not.
  var wholeNumber: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .int(let value): value
    case .object: settled?.wholeNumber
    default: nil
    }
  }

  /// The values as a tensor, where this is one: a tensor, the levels of an image, a number, nested lists of numbers.
  var tensor: Tensor? {
    switch self {
    case .tensor(let tensor): return tensor
    case .image(let image): return image.levels
    case .object(let object): return (object as? PictureObject)?.image.levels ?? settled?.tensor
    case .bool, .int, .float: return number.map { Tensor(Float($0)) }
    case .range(let range):
      guard range.count <= Tensor.maximumCount else { return nil }
      return Tensor(shape: [range.count], values: (0..<range.count).map { Float(range[$0]) })
    case .list(let list): return Self.stacked(list.elements)
    case .tuple(let tuple): return Self.stacked(tuple.elements)
    default: return nil
    }
  }

  /// The elements of a list, a tuple, a range or a rank-1 tensor.
  var sequence: [Value]? {
    switch self {
    case .list(let list): list.elements
    case .tuple(let tuple): tuple.elements
    case .range(let range) where range.count <= ListObject.maximumCount:
      (0..<range.count).map { .int(range[$0]) }
    case .tensor(let tensor) where tensor.shape.rank == 1: tensor.values.map(Value.single)
    default: nil
    }
  }

  // MARK: Implementation

  private static func stacked(_ parts: [Value], depth: Int = 0) -> Tensor? {
    guard depth < 16 else { return nil }
    var values: [Float] = []
    var inner: Shape?
    for part in parts {
      let tensor: Tensor?
      switch part {
      case .list(let list): tensor = stacked(list.elements, depth: depth + 1)
      case .tuple(let tuple): tensor = stacked(tuple.elements, depth: depth + 1)
      default: tensor = part.tensor
      }
      guard let tensor, inner == nil || inner == tensor.shape else { return nil }
      inner = tensor.shape
      values += tensor.values
    }
    return Tensor(shape: Shape([parts.count] + (inner?.dimensions ?? [])), values: values)
  }
}

import DreamKit
import DreamLanguage

/// An array of numbers as a value.
final class TensorObject: ArrayObject, Displayable, Numeric, Truthy {
  /// The numbers.
  private(set) var tensor: Tensor
  init(_ tensor: Tensor) { self.tensor = tensor }
  var type: TypeDescriptor { .tensor }

  var representation: String {
    if tensor.values.count <= 24 { return "Tensor(\(Self.nested(tensor)), shape=\(tensor.shape), float32)" }
    guard let bounds = tensor.bounds else { return "Tensor(shape=\(tensor.shape), float32)" }
    return "Tensor(shape=\(tensor.shape), float32, from \(bounds.lowest) to \(bounds.highest), "
      + "mean \(Float(tensor.mean)))"
  }

  var phrase: String { tensor.shape.rank > 0 ? "a Tensor of shape \(tensor.shape)" : representation }
  var number: Double? { tensor.values.count == 1 ? Double(tensor.values[0]) : nil }

  func isTrue() throws(Diagnostic) -> Bool {
    if tensor.values.count == 1 { return tensor.values[0] != 0 }
    throw Diagnostic(
      .value, "A Tensor of \(tensor.values.count) values is neither true nor false.",
      hint: "Compare a number made from it, such as mean(x).")
  }

  func isEqual(to other: Value) -> Bool? {
    if case .object(let object as TensorObject) = other { object.tensor == tensor } else { nil }
  }

  var sequence: [Value]? { tensor.shape.rank == 1 ? tensor.values.map(Value.single) : nil }

  func length() throws -> Int {
    if tensor.shape.rank == 0 { throw Diagnostic(.type, "A single number has no length.") }
    return tensor.shape[0]
  }

  func selecting(_ indices: [AxisIndex], key: Value?) throws -> Value { try tensor.selecting(indices) }

  var details: String? { "shape \(tensor.shape), values \(tensor.rangeText)" }

  /// A picture of levels in [0, 255], or of an image in [-1, 1].
  func thumbnail(side: Int) -> MIMEBundle? {
    guard tensor.isImageShaped, tensor.shape.count > 0 else { return nil }
    let image = try? tensor.liesInUnitRange ? Image(deprocessing: tensor) : Image(levels: tensor)
    return try? image.map { try .picture($0.thumbnail(maxDimension: side)) }
  }

  static func magnitude(_ value: inout Value) -> Value { .tensor(take(&value).map { abs($0) }) }

  /// Takes the numbers out of a value: of a ``TensorObject`` that nobody else holds the memory, too.
  fileprivate static func take(_ value: inout Value) -> Tensor {
    let held = value
    value = .none
    guard case .object(let object) = held, object is TensorObject else { return held.tensor ?? Tensor(0) }
    return take(consume held) ?? Tensor(0)
  }

  // MARK: Implementation

  private static func take(_ value: consuming Value) -> Tensor? {
    guard case .object(let object) = consume value, var array = (consume object) as? TensorObject else {
      return nil
    }
    guard isKnownUniquelyReferenced(&array) else { return array.tensor }
    var tensor = Tensor(0)
    swap(&tensor, &array.tensor)
    return tensor
  }

  private static func nested(_ tensor: Tensor) -> String {
    guard tensor.shape.rank > 0 else { return tensor.values[0].description }
    let parts = (0..<tensor.shape[0]).map { nested(tensor.selecting([.index($0)])) }
    return "[\(parts.joined(separator: ", "))]"
  }
}

/// A picture as a value; it never changes.
final class ImageObject: ArrayObject, Displayable {
  /// The picture.
  let image: Image
  init(_ image: Image) { self.image = image }
  var type: TypeDescriptor { image.provenance == nil ? .image : .dream }
  var tensor: Tensor { image.levels }
  var representation: String { Self.text(of: image) }
  var phrase: String { representation.count <= 40 ? representation : type.phrase }

  func isEqual(to other: Value) -> Bool? {
    if case .object(let object as ImageObject) = other { object.image == image } else { nil }
  }

  func length() -> Int { image.height }

  /// A part of a picture is a picture where it keeps the three channels, else a tensor or a level.
  func selecting(_ indices: [AxisIndex], key: Value?) throws -> Value {
    let part = try tensor.selecting(indices)
    switch part {
    case .object(let object as TensorObject)
    where object.tensor.isImageShaped && object.tensor.shape.count > 0:
      let (shape, values) = (object.tensor.shape, object.tensor.values)
      return .image(Image(height: shape[0], width: shape[1], pixels: values.map { UInt8($0) }))
    case .float(let level): return .int(Int(level))
    default: return part
    }
  }

  static func magnitude(_ value: inout Value) -> Value { value }

  func bundle() throws -> MIMEBundle {
    try image.provenance.map { try DreamPage.bundle(image, $0) } ?? .picture(image)
  }

  var pixelSize: (width: Int, height: Int)? { (image.width, image.height) }
  var details: String? { "shape \(image.shape), levels \(tensor.rangeText)" }
  var isShownWhenMade: Bool { image.provenance != nil }
  func thumbnail(side: Int) -> MIMEBundle? { try? .picture(image.thumbnail(maxDimension: side)) }

  /// A picture in a line of text.
  static func text(of image: Image) -> String {
    image.provenance.map { DreamPage.line($0, size: (image.width, image.height)) }
      ?? "Image \(image.width)×\(image.height), RGB"
  }
}

/// What calculates like an array of numbers: a tensor, a picture by its levels.
protocol ArrayObject: Iterable, Indexable, SetsElements, HasLength, Reducible, Arithmetic, Comparing {
  /// The numbers.
  var tensor: Tensor { get }
}

extension ArrayObject {
  func makeIterator() throws(Diagnostic) -> ElementIterator {
    let tensor = tensor
    guard tensor.shape.rank > 0 else { throw Value.tensor(tensor).withoutElements }
    var next = 0
    return { () throws(Diagnostic) in
      guard next < tensor.shape[0] else { return nil }
      defer { next += 1 }
      return .array(tensor.selecting([.index(next)]))
    }
  }

  func contains(_ element: Value) throws(Diagnostic) -> Bool {
    guard let sequence else { throw Diagnostic(.type, "'in' cannot look into \(type.phrase).") }
    for part in sequence where try part.isEqual(to: element) { return true }
    return false
  }

  var sum: Double { tensor.sum }
  var extremes: (lowest: Value, highest: Value)? {
    tensor.bounds.map { (.single($0.lowest), .single($0.highest)) }
  }

  func setElement(_ indices: [AxisIndex], key: Value?, to value: Value) throws {
    throw Diagnostic(
      .type, "\(type.phrase.sentenceStart) does not change.",
      hint: "Make a new one from it with arithmetic, slices or commands.")
  }

  func removeElement(_ indices: [AxisIndex], key: Value?) throws {
    throw Diagnostic(.type, "The elements of \(type.phrase) cannot be deleted.")
  }

  /// Arithmetic on arrays is float32; numbers are rounded to it first.
  static func combine(_ left: inout Value, _ right: inout Value, by op: BinaryOperator) throws -> Value? {
    guard left.isArray || left.tensor != nil, right.isArray || right.tensor != nil else { return nil }
    let operation: Tensor.Arithmetic =
      switch op {
      case .add: .add
      case .subtract: .subtract
      case .multiply: .multiply
      case .divide: .divide
      case .floorDivide: .floorDivide
      case .modulo: .modulo
      case .power: .power
      }
    let (a, b) = (TensorObject.take(&left), TensorObject.take(&right))
    return .tensor(try Tensor.combine(consume a, consume b, by: operation))
  }

  static func negate(_ value: inout Value) -> Value { .tensor(TensorObject.take(&value).map { -$0 }) }
}

extension Value {
  /// A new array.
  static func tensor(_ tensor: Tensor) -> Value { .object(TensorObject(tensor)) }

  /// A picture.
  static func image(_ image: Image) -> Value { .object(ImageObject(image)) }

  /// An array, or the number that it is where it has no axis.
  static func array(_ tensor: Tensor) -> Value {
    tensor.shape.rank == 0 ? .single(tensor.values[0]) : .tensor(tensor)
  }

  /// A tuple of integers, as `shape` gives it.
  static func shape(_ shape: Shape) -> Value { .tuple(shape.dimensions.map(Value.int)) }

  /// Whether this is an array or a picture.
  fileprivate var isArray: Bool {
    if case .object(let object) = self { object is any ArrayObject } else { false }
  }

  /// The values as a tensor, where this is one: a tensor, the levels of an image, a number, nested lists of numbers.
  var tensor: Tensor? {
    switch self {
    case .object(let object as any ArrayObject): return object.tensor
    case .object(let object): return (object as? PictureObject)?.image.levels ?? settled?.tensor
    case .bool, .int, .float: return number.map { Tensor(Float($0)) }
    case .range(let range):
      guard range.count <= Tensor.maximumCount else { return nil }
      return Tensor(shape: [range.count], values: (0..<range.count).map { Float(range[$0]) })
    case .list(let list): return Self.stacked(list.elements)
    case .tuple(let tuple): return Self.stacked(tuple.elements)
    case .none, .string, .dict: return nil
    }
  }

  /// The picture this is, where it is one.
  var picture: Image? {
    guard case .object(let object) = self else { return nil }
    return (object as? ImageObject)?.image ?? (object as? PictureObject)?.image
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

extension Tensor {
  /// The smallest, the largest and the mean value, for a reader.
  fileprivate var rangeText: String {
    bounds.map { "from \($0.lowest) to \($0.highest), mean \(Float(mean))" } ?? "none"
  }

  /// The part that indices select: a tensor, or a number where no axis is left.
  func selecting(_ indices: [AxisIndex]) throws -> Value {
    var selections: [AxisSelection] = []
    var newAxes: [Int] = []
    let places = indices.count {
      if case .newAxis = $0 { return false }
      return !$0.isEllipsis
    }
    guard places <= shape.rank else {
      throw Diagnostic(.index, "A Tensor with shape \(shape) cannot take \(places) indices.")
    }
    for index in indices {
      switch index {
      case .newAxis:
        newAxes.append(selections.count { if case .index = $0 { false } else { true } } + newAxes.count)
      case .ellipsis:
        for _ in 0..<(shape.rank - places) {
          selections.append(.slice(start: 0, count: shape[selections.count], step: 1))
        }
      default:
        switch try index.selection(extent: shape[selections.count], of: "axis") {
        case .index(let place): selections.append(.index(place))
        case .slice(let start, let count, let step):
          selections.append(.slice(start: start, count: count, step: step))
        }
      }
    }
    var result = selecting(selections)
    if !newAxes.isEmpty {
      var extents = result.shape.dimensions
      for axis in newAxes { extents.insert(1, at: min(axis, extents.count)) }
      result = try result.reshaped(to: Shape(extents))
    }
    return .array(result)
  }
}

extension TypeDescriptor {
  static let tensor = TypeDescriptor("Tensor", Members.arrays)
  static let image = TypeDescriptor("Image", Members.arrays + Members.pictures)
  static let dream = TypeDescriptor("Dream", base: .image, Members.dream)
}

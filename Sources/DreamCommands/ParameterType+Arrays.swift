import DreamKit
import DreamLanguage

extension ParameterType where Argument == ArrayArgument {
  /// A picture, or a tensor [height, width, 3], also as a batch of one.
  static var picture: Self {
    Self("an image: an Image or a Tensor of shape (height, width, 3)", remedy: pictureRemedy) { value in
      guard let array = value.dreamtArray ?? value.arrayArgument else { return nil }
      if array.image != nil { return array }
      let shape = array.shape
      if array.tensor.isImageShaped { return shape.count > 0 ? array : nil }
      guard shape.rank == 4, shape[0] == 1, shape[3] == 3 else { return nil }
      return .tensor(array.tensor.selecting([.index(0)]))
    }
  }

  /// The same, where a batch of one stays one.
  static var pictureOrBatch: Self {
    Self(picture.phrase + ", or a batch of one", remedy: pictureRemedy) { value in
      guard let image = picture.convert(value) else { return nil }
      return value.arrayArgument.flatMap { $0.shape.rank == 4 ? $0 : nil } ?? image
    }
  }

  /// Anything with numbers in a grid: a tensor, an image, a number, nested lists of numbers.
  static var array: Self {
    Self("a Tensor, an Image, a number or a list of numbers", remedy: arrayRemedy) { value in
      value.arrayArgument ?? value.tensor.map(ArrayArgument.tensor)
    }
  }
}

extension ParameterType where Argument == Value {
  /// The same as ``array``, where a single number stays one.
  static var arrayOrNumber: Self {
    let array = ParameterType<ArrayArgument>.array
    return Self(array.phrase, remedy: array.remedy) { value in
      switch value {
      case .bool, .int, .float: value
      default: array.convert(value)?.value
      }
    }
  }
}

extension ParameterType where Argument == [ArrayArgument] {
  /// A list of pictures, each as ``picture`` takes it.
  static var pictures: Self {
    Self(
      "a list of images, at most 400",
      remedy: { $0.picture == nil ? nil : "Put them in square brackets: [a, b]." }
    ) { value in
      var parts = value.dreamtArray == nil ? value.sequence ?? [] : []
      if case .tensor(let batch)? = value.arrayArgument, batch.shape.rank == 4 {
        parts = (0..<batch.shape[0]).map { .tensor(batch.selecting([.index($0)])) }
      }
      let pictures = parts.compactMap { ParameterType<ArrayArgument>.picture.convert($0) }
      return !pictures.isEmpty && pictures.count == parts.count && parts.count <= 400 ? pictures : nil
    }
  }
}

/// Rows and columns of an image.
typealias GridSize = (rows: Int, columns: Int)

extension ParameterType where Argument == GridSize {
  /// Rows and columns, as a list, a tuple or a rank-1 tensor of two whole numbers; more of them are left out.
  static var size: Self {
    Self(
      "a size: (rows, columns), each from 1 to 65535",
      remedy: { value in
        if value.wholeNumber != nil { return "Write both: (\(value.text), \(value.text))." }
        if value.number == nil { return nil }
        return "For a part of the size, write cast(cast(shape(img)[:-1], float32) * \(value.text), int32)."
      }
    ) { value in
      guard let parts = value.sequence, parts.count == 2 || parts.count == 3 else { return nil }
      let numbers = parts.prefix(2).compactMap { $0.number.flatMap { Int(exactly: $0.rounded(.towardZero)) } }
      guard numbers.count == 2, numbers.allSatisfy({ (1...65535).contains($0) }) else { return nil }
      return (numbers[0], numbers[1])
    }
  }
}

extension ParameterType where Argument == Shift {
  /// Rows and columns to roll by.
  static var shift: Self {
    Self("a shift: (rows, columns)") { value in
      guard let parts = value.sequence, parts.count == 2 else { return nil }
      let numbers = parts.compactMap { $0.number.flatMap { Int(exactly: $0) } }
      guard numbers.count == 2, numbers.allSatisfy({ abs($0) <= 1 << 30 }) else { return nil }
      return Shift(rows: numbers[0], columns: numbers[1])
    }
  }
}

extension Shift: ValueRepresentable {
  package var value: Value { .tuple([.int(rows), .int(columns)]) }
}

// MARK: Implementation

private func arrayRemedy(_ value: Value) -> String? {
  switch value {
  case .string(let text): return "load(\(Value.quoted(text))) reads a picture from a file."
  case .list, .tuple: return "It may hold nothing but numbers, and its rows must be equally long."
  default: return nil
  }
}

private func pictureRemedy(_ value: Value) -> String? {
  switch value {
  case .string: return arrayRemedy(value)
  case .none: return "None is what a call without a result gives, such as show(…)."
  case .object(let object) where object is NetworkObject || object is ModelObject:
    return "The picture comes before the network."
  case .tuple: return "These are several values: take the image out, as in loss, img = deepdream(…)."
  default:
    guard let shape = value.arrayArgument?.shape else { return nil }
    switch shape.rank {
    case 4 where shape[0] != 1: return "A batch holds one image: take x[0]."
    case 3, 4: return "It has \(shape[shape.rank - 1]) channels, not 3."
    case 2: return "It has rows and columns only: a picture keeps its axis of three channels."
    default: return nil
    }
  }
}

extension ParameterType where Argument == DTypeObject.Name {
  /// A type of numbers, or the command of that name.
  static var dtype: Self {
    Self(
      "one of float32, int32, uint8 and bool",
      remedy: { value in
        value.text.hasPrefix("float")
          ? "Write float32: all numbers with a point have 32 bits here."
          : value.text.contains("int") ? "Write int32." : nil
      }
    ) { value in
      if case .string(let name) = value { return DTypeObject.Name(rawValue: name) }
      guard case .object(let object) = value else { return nil }
      let types: [(TypeDescriptor, DTypeObject.Name)] = [(.int, .int32), (.float, .float32), (.bool, .bool)]
      return (object as? DTypeObject)?.name
        ?? types.first { $0.0 === (object as? CommandObject)?.declaration.type }?.1
    }
  }
}

extension DTypeObject.Name: ValueRepresentable {
  var value: Value { .object(DTypeObject(self)) }
}

import DreamKit

/// What a parameter takes: how it is called and how a value becomes it.
struct ParameterType: Sendable {
  /// The type in an error message: "a whole number from 0 up".
  let phrase: String
  /// The value in the form the command expects, or nil where it does not fit.
  let convert: @Sendable (Value) -> Value?
  /// What to do about a value that does not fit, where that is known.
  let remedy: @Sendable (Value) -> String?

  /// Declares a type.
  init(
    phrase: String, remedy: @escaping @Sendable (Value) -> String? = { _ in nil },
    convert: @escaping @Sendable (Value) -> Value?
  ) {
    self.phrase = phrase
    self.convert = convert
    self.remedy = remedy
  }

  /// Anything.
  static let any = ParameterType(phrase: "any value") { $0 }

  /// A whole number in a range; floats with a whole value are taken too.
  static func integer(from lowest: Int? = nil, to highest: Int? = nil) -> ParameterType {
    ParameterType(
      phrase: "a whole number" + bounds(lowest.map(String.init), highest.map(String.init)),
      remedy: { value in
        if case .float(let number) = value { return "int(\(number)) cuts off what is behind the point." }
        return numberRemedy(value)
      }
    ) { value in
      guard let number = value.wholeNumber ?? value.number.flatMap({ Int(exactly: $0) }) else { return nil }
      return number >= lowest ?? Int.min && number <= highest ?? Int.max ? .int(number) : nil
    }
  }

  /// A finite number, from `lowest` up or above `bound`.
  static func number(from lowest: Double? = nil, above bound: Double? = nil) -> ParameterType {
    let range = lowest.map { " from \($0) up" } ?? bound.map { " above \($0)" } ?? ""
    return ParameterType(phrase: "a finite number" + range, remedy: Self.numberRemedy) { value in
      guard let number = value.number, number.isFinite, number >= lowest ?? -.infinity,
        number > bound ?? -.infinity
      else { return nil }
      return .float(number)
    }
  }

  /// A number with or without a point, infinite or not.
  static let numeric = ParameterType(phrase: "a number", remedy: Self.numberRemedy) {
    $0.number == nil ? nil : $0
  }

  static let flag = ParameterType(phrase: "True or False") { value in
    if case .bool = value { return value }
    return value.wholeNumber.map { .bool($0 != 0) }
  }

  static let text = ParameterType(
    phrase: "a string",
    remedy: { value in
      if value.picture != nil { return "This is a picture already." }
      return value.number == nil ? nil : "Write it in quotes: '\(value.text)'."
    }
  ) { if case .string = $0 { $0 } else { nil } }

  /// A picture, or a tensor [height, width, 3], also as a batch of one.
  static let picture = ParameterType(
    phrase: "an image: an Image or a Tensor of shape (height, width, 3)", remedy: Self.pictureRemedy
  ) { value in
    if let image = value.picture { return .image(image) }
    switch value {
    case .tuple(let dream as DreamResultObject): return .tensor(dream.image)
    case .object(let object as TensorObject):
      let tensor = object.tensor
      if tensor.isImageShaped { return tensor.shape.count > 0 ? value : nil }
      guard tensor.shape.rank == 4, tensor.shape[0] == 1, tensor.shape[3] == 3 else { return nil }
      return .tensor(tensor.selecting([.index(0)]))
    default: return nil
    }
  }

  /// The same, where a batch of one stays one.
  static let pictureOrBatch = ParameterType(
    phrase: picture.phrase + ", or a batch of one", remedy: Self.pictureRemedy
  ) { value in
    guard let image = picture.convert(value) else { return nil }
    if case .object(let object as TensorObject) = value, object.tensor.shape.rank == 4 { return value }
    return image
  }

  /// Anything with numbers in a grid: a tensor, an image, a number, nested lists of numbers.
  static let array = ParameterType(
    phrase: "a Tensor, an Image, a number or a list of numbers", remedy: Self.arrayRemedy
  ) { value in
    if let image = value.picture { return .image(image) }
    if case .object(is TensorObject) = value { return value }
    return value.tensor.map(Value.tensor)
  }

  /// The same, where a single number stays one.
  static let arrayOrNumber = ParameterType(phrase: array.phrase, remedy: array.remedy) { value in
    switch value {
    case .bool, .int, .float: value
    default: array.convert(value)
    }
  }

  /// Rows and columns, as a list, a tuple or a rank-1 tensor of two whole numbers; more of them are left out.
  static let size = ParameterType(
    phrase: "a size: (rows, columns), each from 1 to 65535",
    remedy: { value in
      if value.wholeNumber != nil { return "Write both: (\(value.text), \(value.text))." }
      if value.number == nil { return nil }
      return "For a part of the size, write cast(cast(shape(img)[:-1], float32) * \(value.text), int32)."
    }
  ) { value in
    guard let parts = value.sequence, parts.count == 2 || parts.count == 3 else { return nil }
    let numbers = parts.prefix(2).compactMap { $0.number.flatMap { Int(exactly: $0.rounded(.towardZero)) } }
    guard numbers.count == 2, numbers.allSatisfy({ (1...65535).contains($0) }) else { return nil }
    return .tuple(numbers.map(Value.int))
  }

  /// Rows and columns to roll by.
  static let shift = ParameterType(phrase: "a shift: (rows, columns)") { value in
    guard let parts = value.sequence, parts.count == 2 else { return nil }
    let numbers = parts.compactMap { $0.number.flatMap { Int(exactly: $0) } }
    guard numbers.count == 2, numbers.allSatisfy({ abs($0) <= 1 << 30 }) else { return nil }
    return .tuple(numbers.map(Value.int))
  }

  /// A list, a tuple or a range of whole numbers.
  static func integers(from lowest: Int, to highest: Int) -> ParameterType {
    ParameterType(phrase: "a list or range of whole numbers from \(lowest) to \(highest)") { value in
      guard let parts = value.sequence, parts.count <= 1000 else { return nil }
      let numbers = parts.compactMap { $0.number.flatMap { Int(exactly: $0) } }
      guard numbers.count == parts.count, numbers.allSatisfy({ (lowest...highest).contains($0) }) else {
        return nil
      }
      return .tuple(numbers.map(Value.int))
    }
  }

  /// A value with elements: a list, a tuple, a range, a string, a dict, a tensor.
  static let iterable = ParameterType(phrase: "something with elements, such as a list or a range") { value in
    value.isIterable ? value : nil
  }

  /// A type of numbers, or the command of that name.
  static let dtype = ParameterType(
    phrase: "one of float32, int32, uint8 and bool",
    remedy: { value in
      value.text.hasPrefix("float")
        ? "Write float32: all numbers with a point have 32 bits here."
        : value.text.contains("int") ? "Write int32." : nil
    }
  ) { value in
    if case .string(let name) = value {
      return DTypeObject.Name(rawValue: name).map { .object(DTypeObject($0)) }
    }
    guard case .object(let object) = value else { return nil }
    if object is DTypeObject { return value }
    let names: [String: DTypeObject.Name] = ["int": .int32, "float": .float32, "bool": .bool]
    return (object as? CommandObject).flatMap { names[$0.declaration.name] }.map { .object(DTypeObject($0)) }
  }

  /// A thing of one kind.
  static func object(
    _ phrase: String, remedy: String? = nil, _ matches: @escaping @Sendable (any LanguageObject) -> Bool
  ) -> ParameterType {
    ParameterType(phrase: phrase, remedy: { _ in remedy }) { value in
      if case .object(let object) = value, matches(object) { return value }
      return nil
    }
  }

  /// A network cut at its layers, in any of its forms.
  static let model = ParameterType(
    phrase: "a Model, made by Model(inputs=…, outputs=…)",
    remedy: { value in
      guard case .object(let object) = value, object is NetworkObject || object is LayerOutputObject else {
        return nil
      }
      return "Write Model(inputs=base_model.input, outputs=base_model.get_layer('mixed3').output)."
    }
  ) { value in
    value.extractor.map { _ in value }
  }

  /// The type, or None.
  static func optional(_ type: ParameterType) -> ParameterType {
    ParameterType(phrase: type.phrase + ", or None", remedy: type.remedy) { value in
      if case .none = value { return value }
      return type.convert(value)
    }
  }

  // MARK: Implementation

  @Sendable private static func numberRemedy(_ value: Value) -> String? {
    switch value {
    case .string(let text) where Double(text) != nil: return "Leave the quotes out: \(text)."
    case .tuple(let tuple)
    where tuple.elements.count == 2 && tuple.elements.allSatisfy { $0.wholeNumber != nil }:
      return "A number is written with a point: \(tuple.elements[0].text).\(tuple.elements[1].text)."
    default: return nil
    }
  }

  @Sendable private static func arrayRemedy(_ value: Value) -> String? {
    switch value {
    case .string(let text): return "load(\(Value.quoted(text))) reads a picture from a file."
    case .list, .tuple: return "It may hold nothing but numbers, and its rows must be equally long."
    default: return nil
    }
  }

  @Sendable private static func pictureRemedy(_ value: Value) -> String? {
    switch value {
    case .string(let text): return "load(\(Value.quoted(text))) reads a picture from a file."
    case .none: return "None is what a call without a result gives, such as show(…)."
    case .object(let object) where object is NetworkObject || object is ModelObject:
      return "The picture comes before the network."
    case .tuple: return "These are several values: take the image out, as in loss, img = deepdream(…)."
    case .object(let object as TensorObject):
      let shape = object.tensor.shape
      switch shape.rank {
      case 4 where shape[0] == 1: return "It has \(shape[3]) channels, not 3."
      case 4: return "A batch holds one image: take x[0]."
      case 3: return "It has \(shape[2]) channels, not 3."
      case 2: return "It has rows and columns only: a picture keeps its axis of three channels."
      default: return nil
      }
    default: return nil
    }
  }

  private static func bounds(_ lowest: String?, _ highest: String?) -> String {
    switch (lowest, highest) {
    case (let low?, let high?): " from \(low) to \(high)"
    case (let low?, nil): " from \(low) up"
    case (nil, let high?): " up to \(high)"
    case (nil, nil): ""
    }
  }
}

import DreamKit

/// What the commands that show and save take.
extension ParameterType {
  /// A picture or a figure.
  static let shown = ParameterType(phrase: picture.phrase, remedy: picture.remedy) { value in
    if case .object(let object) = value, object is FigureObject { return value }
    return picture.convert(value)
  }

  /// An array of numbers or a figure.
  static let savable = ParameterType(
    phrase: "an Image, a figure, a Tensor or a list of numbers", remedy: array.remedy
  ) { value in
    if case .object(let object) = value, object is FigureObject { return value }
    return array.convert(value)
  }

  /// A list of pictures, each as ``picture`` takes it.
  static let pictures = ParameterType(
    phrase: "a list of images, at most 400",
    remedy: { $0.picture == nil ? nil : "Put them in square brackets: [a, b]." }
  ) { value in
    let parts: [Value]
    switch value {
    case .list(let list): parts = list.elements
    case .tuple(let tuple) where !(tuple is DreamResultObject): parts = tuple.elements
    case .object(let object as TensorObject) where object.tensor.shape.rank == 4 && object.tensor.shape[3] == 3:
      parts = (0..<object.tensor.shape[0]).map { .tensor(object.tensor.selecting([.index($0)])) }
    default: return nil
    }
    let converted = parts.compactMap { picture.convert($0) }
    return !converted.isEmpty && converted.count == parts.count && parts.count <= 400 ? .list(converted) : nil
  }

  /// A list of strings; one string is a list of one.
  static let texts = ParameterType(phrase: "a list of strings") { value in
    if case .string = value { return .list([value]) }
    guard let parts = value.sequence else { return nil }
    let isAllText = parts.allSatisfy { if case .string = $0 { true } else { false } }
    return isAllText ? .list(parts) : nil
  }

  /// Something that can be called.
  static let callable = ParameterType(
    phrase: "a function, a lambda or a command",
    remedy: { _ in "Write its name without brackets, as in interact(f, n=(0, 10))." }
  ) { $0.callable == nil ? nil : $0 }

  /// The result of a dream.
  static let dream = ParameterType(phrase: "a dream: what dream() or one of the paper's dreams gave") {
    value in
    value.provenance == nil ? nil : value
  }

  /// An amount of memory: a number of megabytes, or a text with a unit.
  static let memory = ParameterType(phrase: "an amount of memory above 0, such as 500 (MB) or '2 GB'") {
    value in
    if let number = value.number, number > 0, number <= 1e9 { return .float(number) }
    guard case .string(let text) = value else { return nil }
    let units: [(name: String, megabytes: Double)] = [("GB", 1000), ("MB", 1), ("KB", 0.001)]
    let upper = text.uppercased()
    guard let unit = units.first(where: { upper.hasSuffix($0.name) }) else { return nil }
    let number = Double(text.dropLast(unit.name.count).filter { $0 != " " })
    return number.flatMap { $0 > 0 && $0 <= 1e9 ? .float($0 * unit.megabytes) : nil }
  }

  /// A network cut at its layers, or a whole network.
  static let modelOrNetwork = ParameterType(
    phrase: "a Model, made by Model(inputs=…, outputs=…), or a Network together with layers=[…]"
  ) { value in
    if case .object(let object) = value, object is NetworkObject { return value }
    return model.convert(value)
  }
}

import DreamKit
import DreamLanguage

/// What show() takes: a picture or a figure.
enum ShownArgument {
  case array(ArrayArgument)
  case figure(FigureObject)
}

extension ParameterType where Argument == ShownArgument {
  /// A picture or a figure.
  static var shown: Self {
    let picture = ParameterType<ArrayArgument>.picture
    return Self(picture.phrase, remedy: picture.remedy) { convert($0, as: picture) }
  }

  /// An array of numbers or a figure.
  static var savable: Self {
    let array = ParameterType<ArrayArgument>.array
    return Self(
      "an Image, a figure, a Tensor or a list of numbers",
      remedy: { value in
        guard case .string(let text) = value else { return array.remedy(value) }
        return "The value comes first: save(img, \(Value.quoted(text)))."
      }
    ) { convert($0, as: array) }
  }

  private static func convert(_ value: Value, as type: ParameterType<ArrayArgument>) -> ShownArgument? {
    if case .object(let object as FigureObject) = value { return .figure(object) }
    return type.convert(value).map(ShownArgument.array)
  }
}

/// The result of a dream, as a command takes it.
struct DreamArgument {
  let provenance: Provenance
  /// The picture's extents.
  let shape: Shape
}

extension ParameterType where Argument == DreamArgument {
  /// The result of a dream.
  static var dream: Self {
    Self("a dream: what dream() or one of the paper's dreams gave") { value in
      guard let provenance = value.provenance,
        let shape = ParameterType<ArrayArgument>.picture.convert(value)?.shape
      else { return nil }
      return DreamArgument(provenance: provenance, shape: shape)
    }
  }
}

extension ParameterType where Argument == Int {
  /// An amount of memory in bytes: a number of megabytes, or a text with a unit.
  static var memory: Self {
    Self("an amount of memory above 0, such as 500 (MB) or '2 GB'") { value in
      var (number, unit) = (value.number, 1e6)
      if case .string(let text) = value {
        let units = [("GB", 1e9), ("MB", 1e6), ("KB", 1e3)]
        guard let suffix = units.first(where: { text.uppercased().hasSuffix($0.0) }) else { return nil }
        (number, unit) = (Double(text.dropLast(2).filter { $0 != " " }), suffix.1)
      }
      return number.flatMap { $0 > 0 && $0 <= 1e9 ? Int($0 * unit) : nil }
    }
  }
}

extension ParameterType where Argument == NetworkObject {
  /// A network.
  static var network: Self { .object(NetworkObject.self, "a Network") }
}

extension ParameterType where Argument == FeatureExtractor {
  /// A network cut at its layers, in any of its forms.
  static var model: Self {
    Self(
      "a Model, made by Model(inputs=…, outputs=…)",
      remedy: { value in
        guard case .object(let object) = value, object is NetworkObject || object is LayerOutputObject else {
          return nil
        }
        return "Write Model(inputs=base_model.input, outputs=base_model.get_layer('mixed3').output)."
      }
    ) { $0.extractor }
  }
}

/// A network cut at its layers, or one that is still whole.
enum ModelArgument {
  case model(FeatureExtractor)
  case network(Network)

  /// The network, cut or not.
  var network: Network {
    switch self {
    case .model(let extractor): extractor.network
    case .network(let network): network
    }
  }
}

extension ParameterType where Argument == ModelArgument {
  /// A network cut at its layers, or a whole network.
  static var modelOrNetwork: Self {
    Self("a Model, made by Model(inputs=…, outputs=…), or a Network together with layers=[…]") { value in
      if case .object(let object as NetworkObject) = value { return .network(object.network) }
      return value.extractor.map(ModelArgument.model)
    }
  }
}

extension Value {
  /// The image in [-1, 1] that the result of a dream holds.
  var dreamtArray: ArrayArgument? {
    guard case .tuple(let tuple) = self else { return nil }
    return (tuple.object as? DreamResultObject).map { .tensor($0.image) }
  }
}

extension ParameterType where Argument == StepSize {
  /// How far the steps of a dream go; a control is read afresh before each step.
  static var stepSize: Self {
    let number = ParameterType<Double>.number()
    return Self(number.phrase, remedy: number.remedy) { value in
      guard case .object(let control as ControlObject) = value else {
        return number.convert(value).map { StepSize(Float($0)) }
      }
      return number.convert(control.value).map { StepSize(reading: control.reader(or: Float($0))) }
    }
  }
}

extension StepSize: ValueRepresentable {
  package var value: Value { .single(now) }
}

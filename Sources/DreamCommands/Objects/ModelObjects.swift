import DreamKit
import DreamLanguage

/// What works with a network that is cut at its layers, and can be called.
protocol ModelHolder: LanguageObject {
  /// The network cut at its layers.
  var extractor: FeatureExtractor { get }
}

/// A network cut at its layers: the paper's `dream_model`.
final class ModelObject: ModelHolder {
  let extractor: FeatureExtractor
  let callable: (any Callable)?
  init(_ extractor: FeatureExtractor, command: Command?) {
    self.extractor = extractor
    callable = command.map(CommandObject.init)
  }
  var type: TypeDescriptor { .model }
  var representation: String {
    "<Model of \(extractor.network.name): \(extractor.outputs.joined(separator: ", "))>"
  }
}

/// The paper's `deepdream`.
final class DeepDreamObject: ModelHolder {
  let deepDream: DeepDream
  let callable: (any Callable)?
  init(_ deepDream: DeepDream, command: Command?) {
    self.deepDream = deepDream
    callable = command.map(CommandObject.init)
  }
  var extractor: FeatureExtractor { deepDream.model }
  var type: TypeDescriptor { .deepDream }
  var representation: String { "<DeepDream on \(extractor.outputs.joined(separator: ", "))>" }
}

/// The paper's `get_tiled_gradients`.
final class TiledGradientsObject: ModelHolder {
  let gradients: TiledGradients
  let callable: (any Callable)?
  init(_ gradients: TiledGradients, command: Command?) {
    self.gradients = gradients
    callable = command.map(CommandObject.init)
  }
  var extractor: FeatureExtractor { gradients.model }
  var type: TypeDescriptor { .tiledGradients }
  var representation: String { "<TiledGradients on \(extractor.outputs.joined(separator: ", "))>" }
}

extension TypeDescriptor {
  static let model = TypeDescriptor("Model", Members.model)
  static let deepDream = TypeDescriptor("DeepDream")
  static let tiledGradients = TypeDescriptor("TiledGradients")
}

extension Value {
  /// The network cut at its layers that this value is or works with.
  var extractor: FeatureExtractor? {
    guard case .object(let object) = self else { return nil }
    return (object as? any ModelHolder)?.extractor
  }
}

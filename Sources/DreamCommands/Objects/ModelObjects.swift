import DreamKit
import DreamLanguage

/// A network cut at its layers: the paper's `dream_model`, or its `deepdream` or `get_tiled_gradients`, which work on one.
final class ModelObject: LanguageObject {
  /// The network cut at its layers.
  let extractor: FeatureExtractor
  let type: TypeDescriptor
  let callable: (any Callable)?

  /// Wraps a network cut at its layers.
  ///
  /// - Parameter command: what a call of the object does.
  init(_ extractor: FeatureExtractor, type: TypeDescriptor = .model, command: Command?) {
    self.extractor = extractor
    self.type = type
    callable = command.map(CommandObject.init)
  }

  var representation: String {
    let outputs = extractor.outputs.joined(separator: ", ")
    return type === TypeDescriptor.model
      ? "<Model of \(extractor.network.name): \(outputs)>" : "<\(type.name) on \(outputs)>"
  }
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
    return (object as? ModelObject)?.extractor
  }
}

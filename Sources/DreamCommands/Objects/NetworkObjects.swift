import DreamKit
import DreamLanguage

/// A network as a value: the paper's `base_model`.
final class NetworkObject: LanguageObject {
  let network: Network
  /// What calling the network does, where it has a classifier.
  let callable: (any Callable)?
  private var known: Classifier?

  init(_ network: Network, command: Command? = nil) {
    self.network = network
    callable = command.map(CommandObject.init)
  }
  var type: TypeDescriptor { .network }
  var representation: String { "<Network \(network.name), \(network.layers.count) layers>" }

  /// What asks the network what it sees; made once.
  ///
  /// - Throws: DreamError where it has no classifier.
  func classifier() throws(DreamError) -> Classifier {
    if let known { return known }
    let classifier = try Classifier(network)
    known = classifier
    return classifier
  }
}

/// A layer of a network: what `get_layer` gives.
final class LayerObject: LanguageObject {
  let network: Network
  let layer: Network.Layer
  init(_ layer: Network.Layer, of network: Network) {
    self.layer = layer
    self.network = network
  }
  var type: TypeDescriptor { .layer }
  var representation: String { "<Layer \(layer.name), \(layer.kind), \(layer.channels) channels>" }
}

/// A layer's output, or some of its channels: what `get_layer(name).output` gives.
final class LayerOutputObject: Indexable {
  let network: Network
  let layer: Network.Layer
  /// The channels, or nil for all.
  let channels: Range<Int>?
  init(_ layer: Network.Layer, channels: Range<Int>? = nil, of network: Network) {
    self.layer = layer
    self.channels = channels
    self.network = network
  }
  var type: TypeDescriptor { .layerOutput }
  var representation: String { "<output of \(network.name)'s layer \(output)>" }

  /// What a model is asked for.
  var output: LayerOutput { LayerOutput(layer.name, channels: channels) }

  /// Channels, as TensorFlow selects them: `output[..., 11]`, `output[:, :, :, 8:16]`.
  func selecting(_ indices: [AxisIndex], key: Value?) throws -> Value {
    let hint = "Write output[..., 11] for one channel or output[..., 8:16] for several."
    let others = indices.dropLast()
    let isBatch = others.count == 3 && others.allSatisfy(\.isWholeAxis)
    guard let last = indices.last, isBatch || (others.count == 1 && others.first?.isEllipsis == true) else {
      throw Diagnostic(
        .index, "Of a layer's output only channels can be selected, its last axis.", hint: hint)
    }
    let own = channels ?? 0..<layer.channels
    switch try last.selection(extent: own.count, of: "layer") {
    case .index(let place):
      let channel = own.lowerBound + place
      return .object(LayerOutputObject(layer, channels: channel..<channel + 1, of: network))
    case .slice(let start, let count, let step):
      guard step == 1, count > 0 else {
        throw Diagnostic(
          .index, "Channels are selected as a range with step 1 that is not empty.", hint: hint)
      }
      let first = own.lowerBound + start
      return .object(LayerOutputObject(layer, channels: first..<first + count, of: network))
    }
  }
}

/// The place where a network takes its image: what `base_model.input` gives.
final class NetworkInputObject: LanguageObject {
  let network: Network
  init(_ network: Network) { self.network = network }
  var type: TypeDescriptor { .networkInput }
  var representation: String { "<input of \(network.name)>" }
}

extension TypeDescriptor {
  static let network = TypeDescriptor(
    "Network", Members.network,
    callHint:
      "A Model can, made by Model(inputs=base_model.input, outputs=base_model.get_layer(name).output).")
  static let layer = TypeDescriptor("Layer", Members.layer)
  static let layerOutput = TypeDescriptor("LayerOutput")
  static let networkInput = TypeDescriptor("NetworkInput")
}

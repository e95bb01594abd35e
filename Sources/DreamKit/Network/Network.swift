import Ground

/// A network with its parameters: what Keras calls a model, what the paper calls `base_model`.
///
/// It takes an RGB image [height, width, 3] in [-1, 1], whatever its own input mode is.
///
/// ```swift
/// let network = try Network.load(.inceptionV3, weights: .imagenet, cancellation: Cancellation())
/// print(network.layers.map(\.name), try network.outputShapes(height: 300, width: 400).count)
/// ```
public final class Network: Sendable {
  /// The name of the architecture: "InceptionV3", "SqueezeNet".
  public let name: String
  /// Where the parameters come from, in a few words for a reader.
  public let origin: String
  /// The parameters' source as ``load(_:weights:cancellation:progress:)`` takes it, or nil where they came another way.
  public let source: WeightSource?
  /// The smallest side of an image, in pixels.
  public let minimumSide: Int
  /// The layers in topological order.
  public let layers: [Layer]

  /// The names of the classes that the layer `predictions` tells apart, in the order of its channels; empty without a classifier.
  public let classes: [String]

  package let graph: Graph
  package let parameters: any ParameterStore

  package init(
    name: String, origin: String, source: WeightSource? = nil, minimumSide: Int, graph: Graph,
    parameters: any ParameterStore, classes: [String] = []
  ) {
    self.name = name
    self.origin = origin
    self.source = source
    self.minimumSide = minimumSide
    self.graph = graph
    self.parameters = parameters
    self.classes = classes
    layers = zip(graph.nodes, graph.channels).map {
      Layer(name: $0.name, kind: $0.operation.kerasName, channels: $1)
    }
  }

  /// One layer as a user sees it.
  public struct Layer: Sendable, Equatable {
    /// The Keras name: "mixed3".
    public let name: String
    /// The kind in Keras' words: "Conv2D", "Concatenate".
    public let kind: String
    /// The number of channels of its output.
    public let channels: Int
  }

  /// The layer of that name.
  ///
  /// - Throws: ``DreamError`` with kind `notFound`, naming near ones.
  public func layer(named name: String) throws(DreamError) -> Layer {
    layers[try node(of: name)]
  }

  /// The output shape [height, width, channels] of every layer for an image of the given size, in the order of
  /// ``layers``.
  ///
  /// - Throws: ``DreamError`` where the image is smaller than the network allows.
  public func outputShapes(height: Int, width: Int) throws(DreamError) -> [Shape] {
    try check(height: height, width: width)
    return try graph.outputShapes(height: height, width: width)
  }

  /// The node of a layer.
  package func node(of name: String) throws(DreamError) -> Graph.NodeID {
    if let node = graph.node(named: name) { return node }
    throw .unknownLayer(
      name, network: self.name, nearest: Spelling.nearest(to: name, in: layers.map(\.name), atMost: 3))
  }

  /// The node of the layer that an output belongs to.
  ///
  /// - Throws: ``DreamError`` where there is no such layer or channel.
  package func node(of output: LayerOutput) throws(DreamError) -> Graph.NodeID {
    let id = try node(of: output.layer)
    if let channels = output.channels, channels.isEmpty || channels.upperBound > layers[id].channels {
      throw .unknownChannels(output, channels: layers[id].channels)
    }
    return id
  }

  /// - Throws: ``DreamError`` where a side is below ``minimumSide``.
  package func check(height: Int, width: Int) throws(DreamError) {
    if min(height, width) >= minimumSide { return }
    throw .imageTooSmall(height: height, width: width, minimum: minimumSide, network: name)
  }
}

/// A network with its parameters: what Keras calls a model, what the paper calls `base_model`.
///
/// It takes an RGB image [height, width, 3] in [-1, 1], whatever its own input mode is.
public final class Network: Sendable {
  /// The name of the architecture: "InceptionV3", "SqueezeNet".
  public let name: String
  /// The layers in topological order.
  public let layers: [Layer]

  init(name: String, layers: [Layer]) {
    self.name = name
    self.layers = layers
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
    throw DreamError(.notFound, "There is no layer named '\(name)'.")
  }

  /// The output shape [height, width, channels] of every layer for an image of the given size, in the order of
  /// ``layers``.
  ///
  /// - Throws: ``DreamError`` where the image is smaller than the network allows.
  public func outputShapes(height: Int, width: Int) throws(DreamError) -> [Shape] { [] }
}

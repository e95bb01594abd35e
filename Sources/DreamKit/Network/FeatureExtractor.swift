/// A network cut at chosen layers: the paper's `dream_model`, Keras' `Model(inputs=base_model.input, outputs=layers)`.
///
/// Plans are made once for each image size and kept. One thread at a time.
public final class FeatureExtractor: @unchecked Sendable {
  /// The network that is cut.
  public let network: Network
  /// The names of the layers whose outputs are wanted, in order.
  public let outputs: [String]

  /// Cuts a network at its layers.
  ///
  /// - Throws: ``DreamError`` where a layer does not exist or the list is empty.
  public init(network: Network, outputs: [String]) throws(DreamError) {
    self.network = network
    self.outputs = outputs
  }

  /// The activations [height, width, channels] of each output layer.
  public func activations(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [Tensor] { [] }

  /// The paper's `calc_loss`: the mean activation of each output layer, summed over the layers.
  public func loss(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> Float { 0 }

  /// The loss and its gradient with respect to the image, of the image's shape, not normalised.
  public func lossAndGradient(
    of image: Tensor, cancellation: Cancellation
  ) throws(DreamError) -> (loss: Float, gradient: Tensor) { (0, image) }
}

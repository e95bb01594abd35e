import Ground

/// Gradient ascent on an image: the paper's `DeepDream` class.
public struct DeepDream: Sendable {
  /// The network and the layers that are excited.
  public let model: FeatureExtractor

  /// Prepares ascent on the sum of mean activations of the model's layers.
  public init(model: FeatureExtractor) { self.model = model }

  /// Climbs from `image` ([height, width, 3] in [-1, 1]): each step adds `stepSize · g / (std(g) + 1e-8)` and clips to
  /// [-1, 1]. The loss is the one before the last update; 0 where `steps` is 0.
  ///
  /// An interruption is not an error: the result holds the image reached and says so.
  ///
  /// - Throws: ``DreamError`` where the image does not fit the network, or the dream the memory.
  public func callAsFunction(
    _ image: Tensor, steps: Int, stepSize: StepSize, cancellation: Cancellation,
    observer: AscentObserver = { _ in }
  ) throws(DreamError) -> AscentResult {
    if steps > 0, image.isImageShaped { try checkMemory(height: image.shape[0], width: image.shape[1]) }
    var dream = Dream(image: image, stepsTotal: steps)
    var gradient = Tensor(repeating: 0, shape: image.shape)
    try dream.run(steps: steps, cancellation: cancellation, observer: observer) {
      (image) throws(DreamError) in
      let loss = try model.loss(of: image, gradient: &gradient, cancellation: cancellation)
      Ascent.climb(&image, alongNormalized: gradient, stepSize: stepSize.now)
      return loss
    }
    return dream.result
  }

  /// Looks whether the memory suffices for an image.
  func checkMemory(
    height: Int, width: Int, free: () -> Int? = { FreeMemory.bytes }
  ) throws(DreamError) {
    let size = (height, width)
    try DreamMemory.check(
      try DreamMemory.estimate(size, tile: size, model: model),
      remedy: "Use a smaller picture; dream() computes in tiles that fit.", free: free)
  }
}

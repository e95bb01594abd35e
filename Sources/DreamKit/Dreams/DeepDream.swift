import Ground

/// Gradient ascent on an image at its own size: the paper's `DeepDream` class.
///
/// ```swift
/// let deepDream = DeepDream(model: model)
/// let result = try deepDream(picture.levels.preprocessed(), steps: 100, stepSize: 0.01, cancellation: Cancellation())
/// let dreamt = try Image(deprocessing: result.image)
/// ```
public struct DeepDream<Model: ImageGradient> {
  /// What computes the gradient: a ``FeatureExtractor``, for example.
  public let model: Model

  /// Prepares an ascent.
  public init(model: Model) { self.model = model }

  /// Ascends from an image: each step adds `stepSize · g / (std(g) + 1e-8)` and clips to [-1, 1]. An interruption is not
  /// an error: the result holds the image reached and says so.
  ///
  /// - Parameters:
  ///   - image: [height, width, 3], RGB in [-1, 1].
  ///   - steps: the number of steps; the paper's `run_deep_dream_simple` takes 100.
  ///   - stepSize: how far each step goes.
  ///   - cancellation: ends the ascent.
  ///   - observer: hears of each step.
  /// - Returns: the image reached, and the loss before the last update; 0 where `steps` is 0.
  /// - Throws: ``DreamError`` where the image does not fit the network, or the ascent the memory.
  public func callAsFunction(
    _ image: Tensor, steps: Int = 100, stepSize: StepSize = 0.01, cancellation: Cancellation,
    observer: AscentObserver = { _ in }
  ) throws(DreamError) -> AscentResult {
    if steps > 0, image.isImageShaped {
      try model.checkAscentMemory(height: image.shape[0], width: image.shape[1])
    }
    var ascent = Ascent(image: image, stepsTotal: steps)
    var (model, generator) = (model, SystemRandomNumberGenerator())
    try ascent.run(
      steps: steps, on: &model, stepSize: stepSize, using: &generator, cancellation: cancellation,
      observer: observer)
    return ascent.result
  }
}

extension DeepDream: Sendable where Model: Sendable {}

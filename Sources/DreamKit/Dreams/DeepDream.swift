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
  public func callAsFunction(
    _ image: Tensor, steps: Int, stepSize: Float, cancellation: Cancellation, observer: DreamObserver = { _ in }
  ) throws(DreamError) -> DreamResult { DreamResult(image: image, loss: 0, stepsDone: 0, wasInterrupted: false) }
}

/// What a dream has come to after a step, for whoever shows it; the image is in [-1, 1].
public struct DreamStep: Sendable {
  /// The image after this step.
  public let image: Tensor
  /// The loss before this step's update, or nil where none is computed.
  public let loss: Float?
  /// The octave's exponent n, or nil outside octaves.
  public let octave: Int?
  /// The steps done in this octave, counted from 1.
  public let step: Int
  /// The steps done in the whole dream, counted from 1.
  public let stepsDone: Int
  /// The steps of the whole dream.
  public let stepsTotal: Int
}

/// Receives each step of a dream, on the thread that dreams.
public typealias DreamObserver = (DreamStep) -> Void

/// How a dream ended.
public struct DreamResult: Sendable {
  /// The image reached, in [-1, 1].
  public let image: Tensor
  /// The loss before the last update.
  public let loss: Float
  /// The number of updates made.
  public let stepsDone: Int
  /// Whether the dream was interrupted before its last step.
  public let wasInterrupted: Bool
}

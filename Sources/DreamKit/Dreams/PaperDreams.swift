/// The paper's section 3.1: `run_deep_dream_simple`.
public struct SimpleDream: Sendable {
  public var steps = 100
  public var stepSize: Float = 0.01
  public init() {}

  /// Dreams on levels in [0, 255] ([height, width, 3]); the caller deprocesses the result.
  public func callAsFunction(
    _ levels: Tensor, with deepDream: DeepDream, cancellation: Cancellation, observer: DreamObserver = { _ in }
  ) throws(DreamError) -> DreamResult { DreamResult(image: levels, loss: 0, stepsDone: 0, wasInterrupted: false) }
}

/// The paper's section 3.3: `run_deep_dream_with_octaves`.
public struct OctaveDream: Sendable {
  public var stepsPerOctave = 100
  public var stepSize: Float = 0.01
  /// The exponents n of the octaves, in order.
  public var octaves = Array(-2..<3)
  public var octaveScale = 1.3
  public var tileSize = 512
  /// The same shift at every step, or nil to draw one for each step.
  public var shift: Shift?
  public init() {}

  /// Dreams on levels in [0, 255] ([height, width, 3]); the caller deprocesses the result.
  public func callAsFunction(
    _ levels: Tensor, with gradients: TiledGradients, generator: inout some RandomNumberGenerator,
    cancellation: Cancellation, observer: DreamObserver = { _ in }
  ) throws(DreamError) -> DreamResult { DreamResult(image: levels, loss: 0, stepsDone: 0, wasInterrupted: false) }
}

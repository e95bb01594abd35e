import Glibc
import Ground

/// The paper's section 3.1: `run_deep_dream_simple`.
public struct SimpleDream: Sendable {
  /// The number of steps.
  public var steps = 100
  /// How far a step goes, in units of the gradient's standard deviation.
  public var stepSize: StepSize = 0.01

  /// The paper's settings.
  public init() {}

  /// Dreams on levels in [0, 255] ([height, width, 3]). The result's image is in [-1, 1]; the paper deprocesses it.
  ///
  /// The listing's `return` stands inside its loop, which ends it after 100 steps; this takes all of them.
  public func callAsFunction(
    _ levels: Tensor, with deepDream: DeepDream, cancellation: Cancellation,
    observer: AscentObserver = { _ in }
  ) throws(DreamError) -> AscentResult {
    try deepDream(
      levels.preprocessed(), steps: steps, stepSize: stepSize, cancellation: cancellation, observer: observer)
  }
}

/// The paper's section 3.3: `run_deep_dream_with_octaves`.
public struct PaperOctaveAscent: Sendable {
  /// The number of steps at each size.
  public var stepsPerOctave = 100
  /// How far a step goes, in units of the gradient's standard deviation.
  public var stepSize: StepSize = 0.01
  /// The exponents n of the octaves, in order.
  public var octaves = Array(-2..<3)
  /// The ratio of the sides from one octave to the next.
  public var octaveScale = 1.3
  /// The side of a tile in pixels.
  public var tileSize = 512
  /// The same shift at every step, or nil to draw one for each step.
  public var shift: Shift?

  /// The paper's settings.
  public init() {}

  /// The size of an octave: float32(side) · float32(scale ** n), truncated, as TensorFlow computes it.
  ///
  /// - Throws: ``DreamError`` where the size is not between 1 pixel and what can be counted.
  public static func size(
    of base: (height: Int, width: Int), scale: Double, octave: Int
  ) throws(DreamError) -> (height: Int, width: Int) {
    let factor = Float(pow(scale, Double(octave)))
    let sides = [base.height, base.width].map { (Float($0) * factor).rounded(.towardZero) }
    guard sides.allSatisfy({ $0 >= 1 && $0 < 1e6 }) else {
      throw DreamError(
        .invalidArgument,
        "Octave \(octave) at scale \(scale) would make the image \(sides[1])×\(sides[0]) pixels.",
        remedy: "Use fewer octaves or a scale nearer to 1.")
    }
    return (Int(sides[0]), Int(sides[1]))
  }

  /// Dreams on levels in [0, 255] ([height, width, 3]). The result's image is in [-1, 1] and has the last octave's size;
  /// the paper deprocesses it. No loss is computed, as in the paper.
  public func callAsFunction(
    _ levels: consuming Tensor, with gradients: TiledGradients, generator: inout some RandomNumberGenerator,
    cancellation: Cancellation, observer: AscentObserver = { _ in }
  ) throws(DreamError) -> AscentResult {
    let base = (levels.shape[0], levels.shape[1])
    if stepsPerOctave > 0 { try checkMemory(from: base, with: gradients) }
    var dream = Dream(image: levels.preprocessed(), stepsTotal: stepsPerOctave * octaves.count)
    for octave in octaves {
      let size = try Self.size(of: base, scale: octaveScale, octave: octave)
      try gradients.model.network.check(height: size.height, width: size.width)
      dream.replaceImage(with: try dream.image.resized(height: size.height, width: size.width))
      let isWhole = try dream.run(
        steps: stepsPerOctave, octave: octave, cancellation: cancellation, observer: observer
      ) {
        (image) throws(DreamError) in
        let shift = shift ?? .random(maxRoll: tileSize, using: &generator)
        let gradient = try gradients.gradient(
          of: image, size: size, tileSize: tileSize, shift: shift, cancellation: cancellation)
        Ascent.climb(&image, along: gradient, stepSize: stepSize.now)
        return nil
      }
      if !isWhole { break }
    }
    return dream.result
  }

  /// Looks before the first step whether the memory suffices for every octave.
  func checkMemory(
    from base: (height: Int, width: Int), with gradients: TiledGradients,
    free: () -> Int? = { FreeMemory.bytes }
  ) throws(DreamError) {
    var most = 0
    for octave in octaves {
      let size = try Self.size(of: base, scale: octaveScale, octave: octave)
      most = max(most, try gradients.memory(for: size, tileSize: tileSize))
    }
    try DreamMemory.check(most, remedy: "Use a smaller tile_size or fewer octaves.", free: free)
  }
}

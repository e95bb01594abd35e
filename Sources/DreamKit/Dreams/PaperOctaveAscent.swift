import Glibc
import Ground

/// The paper's section 3.3: `run_deep_dream_with_octaves`.
///
/// ```swift
/// var octaves = PaperOctaveAscent()
/// octaves.octaves = [-1, 0]
/// var generator = SystemRandomNumberGenerator()
/// let result = try octaves(
///   picture.levels.preprocessed(), on: model, generator: &generator, cancellation: Cancellation())
/// ```
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
  package static func size(
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

  /// Ascends from an image, octave by octave, each rolled and tiled as the paper's `TiledGradients` does it. No loss is
  /// reported, as in the paper. An interruption is not an error: the result holds the image reached and says so.
  ///
  /// - Parameters:
  ///   - image: [height, width, 3], RGB in [-1, 1].
  ///   - model: computes the gradient of each tile.
  ///   - generator: what the shifts are drawn from.
  ///   - cancellation: ends the ascent.
  ///   - observer: hears of each step.
  /// - Returns: the image reached, of the last octave's size; the paper deprocesses it.
  /// - Throws: ``DreamError`` where an octave does not fit the network, or the ascent the memory.
  public func callAsFunction(
    _ image: consuming Tensor, on model: some ImageGradient, generator: inout some RandomNumberGenerator,
    cancellation: Cancellation, observer: AscentObserver = { _ in }
  ) throws(DreamError) -> AscentResult {
    var gradients = TiledGradient(model, tiling: .paper(tileSize: tileSize))
    let base = (image.shape[0], image.shape[1])
    if stepsPerOctave > 0 { try checkAscentMemory(from: base, on: gradients) }
    var ascent = Ascent(image: image, stepsTotal: stepsPerOctave * octaves.count)
    for octave in octaves {
      let size = try Self.size(of: base, scale: octaveScale, octave: octave)
      ascent.replaceImage(with: try ascent.image.resized(height: size.height, width: size.width))
      let isComplete = try ascent.run(
        steps: stepsPerOctave, octave: octave, on: &gradients, stepSize: stepSize,
        roll: shift.map { .fixed($0) } ?? .random(limit: tileSize), using: &generator, reportsLoss: false,
        cancellation: cancellation, observer: observer)
      if !isComplete { break }
    }
    return ascent.result
  }

  /// Looks before the first step whether the memory suffices for every octave.
  func checkAscentMemory(
    from base: (height: Int, width: Int), on gradients: some ImageGradient,
    free: () -> Int? = { FreeMemory.bytes }
  ) throws(DreamError) {
    var most = 0
    for octave in octaves {
      let size = try Self.size(of: base, scale: octaveScale, octave: octave)
      most = max(most, try gradients.ascentMemory(height: size.height, width: size.width))
    }
    try FreeMemory.check(most, for: .dream(tileSize: tileSize), free: free)
  }
}

import Ground

/// DreamKit's own dream, in progress or before its start: a value that can be kept and resumed.
///
/// The dream ascends at several sizes, from the smallest to the picture's own, as the first DeepDream did (Mordvintsev,
/// Olah and Tyka, 2015). Between two sizes only what was dreamt is enlarged; the picture below it comes from the original
/// at that size, so the detail that shrinking lost is given back, exactly: without steps the picture stays as it was.
/// Every step's gradient covers every pixel (``Tiling/cover(tileSize:)``) and is rolled by a shift drawn from the seed.
/// Nothing is rounded to 8 bits on the way.
///
/// The same picture, settings and network give the same bits, whether or not the dream was interrupted.
///
/// ```swift
/// var ascent = try OctaveAscent(picture.levels, settings: AscentSettings())
/// _ = try ascent.run(on: model, cancellation: Cancellation())
/// let dreamt = try Image(rounding: ascent.imageAtFullSize())
/// ```
public struct OctaveAscent: Sendable {
  /// The settings.
  public let settings: AscentSettings
  /// The picture that the dream began with.
  public let input: InputPicture
  /// The image reached, in [-1, 1], at the size of the octave that the dream is in.
  public private(set) var image: Tensor
  /// The steps done in the complete dream.
  public private(set) var stepsDone = 0

  private var generator: SeededGenerator
  /// The octave that the image has the size of, counted from the smallest.
  private var octave = 0

  /// Prepares a dream.
  ///
  /// - Parameter levels: the picture's levels in [0, 255], [height, width, 3].
  /// - Throws: ``DreamError`` where this is no image.
  public init(_ levels: Tensor, settings: AscentSettings) throws(DreamError) {
    guard levels.isImageShaped, levels.shape.count > 0 else { throw .notAnImage(levels.shape) }
    try self.init(InputPicture(levels), settings: settings)
  }

  /// Prepares a dream.
  ///
  /// - Throws: ``DreamError`` where the picture cannot be brought to a size.
  public init(_ input: InputPicture, settings: AscentSettings) throws(DreamError) {
    self.settings = settings
    self.input = input
    generator = SeededGenerator(seed: settings.seed)
    let bases = try Self.bases(of: input, settings, from: 0)
    image = bases[bases.count - 1]
  }

  /// The picture that the dream began with, in [-1, 1]; made anew each time, because a dream needs it seldom and it is large.
  public var picture: Tensor { input.levels.preprocessed() }

  /// Whether all steps are done.
  public var isFinished: Bool { stepsDone >= settings.stepsTotal }

  /// The image reached, at the picture's own size, in [-1, 1]: what was dreamt so far is enlarged and the picture's
  /// detail given back.
  public func imageAtFullSize() throws(DreamError) -> Tensor {
    var image = image
    for octave in octave..<max(settings.octaves - 1, octave) {
      image = try Self.enlarge(image, from: octave, of: input, settings)
    }
    return image
  }

  /// Resumes the dream on a model, in tiles of the settings' size that cover every pixel.
  ///
  /// - Parameters:
  ///   - model: the network and the layers that are excited.
  ///   - limit: the number of steps of the complete dream after which to stop; nil goes to the end.
  ///   - cancellation: ends the ascent. An interruption is no error: the dream stands at its last complete step.
  ///   - observer: hears of each step; its octaves are counted from the picture's own size, 0, downwards.
  /// - Throws: ``DreamError`` where an octave does not fit the network or the memory.
  public mutating func run(
    on model: FeatureExtractor, until limit: Int? = nil, cancellation: Cancellation,
    observer: AscentObserver = { _ in }
  ) throws(DreamError) -> AscentResult {
    try run(
      with: TiledGradient(model, tiling: .cover(tileSize: settings.tileSize)), until: limit,
      cancellation: cancellation, observer: observer)
  }

  /// Resumes the dream on any gradient, as ``run(on:until:cancellation:observer:)`` does on a model's tiles.
  ///
  /// - Throws: ``DreamError`` where an octave does not fit the network or the memory.
  public mutating func run(
    with gradients: some ImageGradient, until limit: Int? = nil, cancellation: Cancellation,
    observer: AscentObserver = { _ in }
  ) throws(DreamError) -> AscentResult {
    let end = min(limit ?? settings.stepsTotal, settings.stepsTotal)
    var gradients = gradients
    var ascent = Ascent(image: image, stepsDone: stepsDone, stepsTotal: settings.stepsTotal)
    // The ascent holds the only image, so that a step changes it in place.
    image = Tensor(repeating: 0, shape: [0])
    defer { (image, stepsDone) = (ascent.image, ascent.stepsDone) }
    while ascent.stepsDone < end {
      let step = ascent.stepsDone % settings.steps
      if octave < ascent.stepsDone / settings.steps {
        ascent.replaceImage(with: try Self.enlarge(ascent.image, from: octave, of: input, settings))
        octave += 1
      }
      let isComplete = try ascent.run(
        steps: min(settings.steps - step, end - ascent.stepsDone), after: step,
        octave: octave - settings.octaves + 1, on: &gradients, stepSize: StepSize(settings.stepSize),
        roll: .random(limit: settings.tileSize), using: &generator, cancellation: cancellation,
        observer: observer)
      if !isComplete { break }
    }
    return ascent.result
  }

  // MARK: Implementation

  /// The picture at the size of an octave and at every larger one, the largest first, each shrunk from the one before.
  private static func bases(
    of input: InputPicture, _ settings: AscentSettings, from octave: Int
  ) throws(DreamError) -> [Tensor] {
    var bases = [input.levels.preprocessed()]
    let sizes = settings.sizes(of: (input.height, input.width))
    for size in sizes[octave...].dropLast().reversed() {
      bases.append(try bases[bases.count - 1].resized(height: size.height, width: size.width))
    }
    return bases
  }

  /// What was dreamt at an octave, at the size of the next.
  private static func enlarge(
    _ image: Tensor, from octave: Int, of input: InputPicture, _ settings: AscentSettings
  ) throws(DreamError) -> Tensor {
    let bases = Array(try bases(of: input, settings, from: octave).suffix(2))
    return try enlarge(image, from: bases[1], to: bases[0])
  }

  /// What was dreamt over `base`, enlarged and laid over the next larger base.
  static func enlarge(_ image: Tensor, from base: Tensor, to larger: Tensor) throws(DreamError) -> Tensor {
    let dreamt = try Tensor.combine(image, base, by: .subtract)
    let enlarged = try dreamt.resized(height: larger.shape[0], width: larger.shape[1])
    return try Tensor.combine(larger, enlarged, by: .add).clipped(lower: -1, upper: 1)
  }
}

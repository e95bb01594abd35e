import Ground

/// DreamKit's own dream, under way or before its start: a value that can be kept and gone on with.
///
/// The dream climbs at several sizes, from the smallest to the picture's own, as the first DeepDream did (Mordvintsev,
/// Olah and Tyka, 2015). Between two sizes only what was dreamt is enlarged; the picture below it comes from the original
/// at that size, so the detail that shrinking lost is given back, exactly: without steps the picture stays as it was.
/// Every step's gradient covers every pixel (``TileCover``) and is rolled by a shift drawn from the seed. Numbers are never
/// brought back to 8 bits on the way.
///
/// The same picture, settings, network and number of threads give the same bits, whether or not the dream was interrupted.
public struct OctaveAscent: Sendable {
  /// The settings.
  public let settings: AscentSettings
  /// The picture that the dream began with.
  public let input: InputPicture
  /// The image reached, in [-1, 1], at the size of the octave that the dream is in.
  public private(set) var image: Tensor
  /// The steps done in the whole dream.
  public private(set) var stepsDone = 0

  private var generator: SeededGenerator
  /// The octave that the image has the size of, counted from the smallest.
  private var octave = 0

  /// Prepares a dream.
  ///
  /// - Parameter levels: the picture's levels in [0, 255], [height, width, 3].
  /// - Throws: ``DreamError`` where this is no image.
  public init(_ levels: Tensor, settings: AscentSettings) throws(DreamError) {
    guard levels.isImageShaped, levels.shape.count > 0 else {
      throw DreamError(
        .invalidArgument,
        "A dream begins with an image of shape (height, width, 3); this tensor is \(levels.shape).",
        remedy: "Pass one RGB image.")
    }
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

  /// Goes on with the dream. An interruption is no error: the course stands at the last whole step, and can go on.
  ///
  /// - Parameters:
  ///   - limit: the number of steps of the whole dream after which to stop; nil goes to the end.
  ///   - observer: hears of each step; its octaves are counted from the picture's own size, 0, downwards.
  public mutating func run(
    on model: FeatureExtractor, until limit: Int? = nil, cancellation: Cancellation,
    observer: AscentObserver = { _ in }
  ) throws(DreamError) -> AscentResult {
    let end = min(limit ?? settings.stepsTotal, settings.stepsTotal)
    var gradients = CoveredGradient(model: model)
    var dream = Dream(image: image, stepsDone: stepsDone, stepsTotal: settings.stepsTotal)
    // The dream holds the only image, so that a step changes it where it lies.
    image = Tensor(repeating: 0, shape: [0])
    defer { image = dream.image }
    while stepsDone < end {
      let step = stepsDone % settings.steps
      if octave < stepsDone / settings.steps {
        dream.replaceImage(with: try Self.enlarge(dream.image, from: octave, of: input, settings))
        octave += 1
      }
      let size = (height: dream.image.shape[0], width: dream.image.shape[1])
      let cover = TileCover(
        size: size, tileSize: settings.tileSize, minimumSide: model.network.minimumSide)
      var gradient = Tensor(repeating: 0, shape: dream.image.shape)
      let isWhole = try dream.run(
        steps: min(settings.steps - step, end - stepsDone), after: step,
        octave: octave - settings.octaves + 1, cancellation: cancellation, observer: observer
      ) { (image) throws(DreamError) in
        var next = generator
        let shift = Shift.random(maxRoll: settings.tileSize, using: &next)
        let loss = try gradients(
          image, cover: cover, shift: shift, gradient: &gradient, cancellation: cancellation)
        Ascent.climb(&image, alongNormalized: gradient, stepSize: settings.stepSize)
        // Only a whole step uses its shift up.
        generator = next
        stepsDone += 1
        return loss
      }
      if !isWhole { break }
    }
    return dream.result
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

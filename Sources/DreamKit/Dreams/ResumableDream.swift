import Ground

/// A dream with its log and its manifest, which can be interrupted, resumed, saved and replayed.
///
/// ```swift
/// var dream = try ResumableDream(InputPicture(picture), settings: settings, on: model)
/// let dreamt = try dream.run(cancellation: Cancellation()).picture
/// try dreamt.write(to: "dream.png")  // with the record from which the same picture can be made again
/// ```
public struct ResumableDream {
  /// The network and the layers that are excited.
  public let model: FeatureExtractor
  /// The picture that the dream began with.
  public let input: InputPicture
  /// What makes the picture again; its result is written when the dream stops.
  public private(set) var manifest: Manifest
  /// The dream where it stands.
  public private(set) var ascent: OctaveAscent

  private let logger: StepLogger

  /// Prepares a dream from its beginning.
  ///
  /// - Parameters:
  ///   - input: the picture that the dream begins with.
  ///   - settings: the dream's settings.
  ///   - model: the network and the layers that are excited.
  ///   - clock: the time in seconds, by which the steps are measured; nil takes the machine's.
  ///   - cancellation: ends the preparation.
  /// - Throws: ``DreamError`` where the picture is none, or when interrupted.
  public init(
    _ input: InputPicture, settings: AscentSettings, on model: FeatureExtractor,
    clock: (() -> Double)? = nil,
    cancellation: Cancellation = Cancellation()
  ) throws(DreamError) {
    self.model = model
    self.input = input
    ascent = try OctaveAscent(input, settings: settings)
    manifest = Manifest(
      settings, on: model, weightsDigest: try model.weightsDigest(cancellation: cancellation), input: input)
    logger = StepLogger(clock: clock ?? { Clock.now })
    logger.begin(with: ascent.picture, stepsTotal: settings.stepsTotal)
  }

  /// Prepares to resume an interrupted dream.
  ///
  /// - Parameters:
  ///   - provenance: that of the picture reached.
  ///   - clock: the time in seconds, by which the steps are measured; nil takes the machine's.
  /// - Throws: ``DreamError`` where the record has nothing left to do.
  public init(
    resuming provenance: Provenance, clock: (() -> Double)? = nil
  ) throws(DreamError) {
    guard let remainder = provenance.remainder, let manifest = provenance.manifest,
      let input = provenance.input
    else {
      throw provenance.wasInterrupted
        ? .notResumable(command: provenance.command)
        : DreamError(.invalidArgument, "This dream is complete: nothing is left to do.")
    }
    model = remainder.model
    ascent = remainder.ascent
    self.manifest = manifest
    self.input = input
    logger = StepLogger(continuing: provenance.log, clock: clock ?? { Clock.now })
  }

  /// Dreams to the end or to a number of steps, and returns the picture with its provenance.
  ///
  /// - Parameters:
  ///   - limit: the steps of the complete dream after which to stop; nil goes to the end.
  ///   - cancellation: ends the dream. An interruption is no error: the picture reached can be resumed.
  ///   - observer: hears of each step.
  /// - Throws: ``DreamError`` where an octave does not fit the network or the memory.
  public mutating func run(
    until limit: Int? = nil, cancellation: Cancellation, observer: AscentObserver = { _ in }
  ) throws(DreamError) -> (picture: Image, result: AscentResult) {
    logger.startClock()
    let result = try ascent.run(
      on: model, until: limit, cancellation: cancellation,
      observer: { step in
        logger.observe(step)
        observer(step)
      })
    let picture = try Image(rounding: try ascent.imageAtFullSize())
    manifest.stepsDone = ascent.stepsDone
    manifest.resultDigest = Manifest.digest(of: picture)
    let provenance = Provenance(
      command: "dream", network: manifest.network, layers: manifest.layers,
      method: .octaves(manifest.settings), log: logger.log,
      wasInterrupted: !ascent.isFinished, manifest: manifest, input: input,
      remainder: ascent.isFinished ? nil : Provenance.Remainder(ascent: ascent, model: model))
    return (picture.with(provenance: provenance), result)
  }
}

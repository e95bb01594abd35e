import Ground

/// A dream together with what is written down of it: what `dream`, `resume` and `replay` have in common.
public struct ResumableDream {
  /// The network that is dreamt on.
  public let model: FeatureExtractor
  /// The picture that the dream began with.
  public let input: InputPicture
  /// What makes the picture again; its result is written when the dream stops.
  public private(set) var manifest: Manifest
  /// The dream where it stands.
  public private(set) var ascent: OctaveAscent

  private let recorder: StepLogger

  /// Prepares a dream from its beginning.
  ///
  /// - Throws: ``DreamError`` where the picture is none, or when interrupted.
  public init(
    _ input: InputPicture, settings: AscentSettings, on model: FeatureExtractor,
    clock: @escaping () -> Double,
    cancellation: Cancellation
  ) throws(DreamError) {
    self.model = model
    self.input = input
    ascent = try OctaveAscent(input, settings: settings)
    manifest = Manifest(
      settings, on: model, weightsDigest: try model.weightsDigest(cancellation: cancellation), input: input)
    recorder = StepLogger(clock: clock)
    recorder.begin(with: ascent.picture, stepsTotal: settings.stepsTotal)
  }

  /// Prepares to go on with an interrupted dream.
  ///
  /// - Throws: ``DreamError`` where the record has nothing left to do.
  public init(resuming provenance: Provenance, clock: @escaping () -> Double) throws(DreamError) {
    guard let rest = provenance.rest, let manifest = provenance.manifest, let input = provenance.input else {
      throw DreamError(
        .invalidArgument,
        provenance.wasInterrupted
          ? "\(provenance.command)() cannot be gone on with." : "This dream is whole: nothing is left to do.",
        remedy: provenance.wasInterrupted ? "dream() can: use it for dreams that take long." : nil)
    }
    model = rest.model
    ascent = rest.ascent
    self.manifest = manifest
    self.input = input
    recorder = StepLogger(continuing: provenance.log, clock: clock)
  }

  /// Dreams on, to the end or to a number of steps, and returns the picture with its record.
  ///
  /// - Parameter limit: the steps of the whole dream after which to stop; nil goes to the end.
  public mutating func run(
    until limit: Int? = nil, cancellation: Cancellation, observer: AscentObserver = { _ in }
  ) throws(DreamError) -> (picture: Image, result: AscentResult) {
    recorder.startClock()
    let result = try ascent.run(
      on: model, until: limit, cancellation: cancellation,
      observer: { step in
        recorder.observe(step)
        observer(step)
      })
    let picture = try Image(rounding: try ascent.imageAtFullSize())
    manifest.stepsDone = ascent.stepsDone
    manifest.resultDigest = Manifest.digest(of: picture)
    let provenance = Provenance(
      command: "dream", network: manifest.network, layers: manifest.layers, settings: manifest.shownSettings,
      log: recorder.log, wasInterrupted: !ascent.isFinished, manifest: manifest, input: input,
      rest: ascent.isFinished ? nil : Provenance.Rest(ascent: ascent, model: model))
    return (picture.with(provenance: provenance), result)
  }
}

extension Manifest {
  /// The settings as `dream` takes them.
  fileprivate var shownSettings: [(name: String, value: DreamSetting)] {
    [
      ("octaves", .whole(settings.octaves)), ("octave_scale", .number(settings.octaveScale)),
      ("steps", .whole(settings.steps)),
      ("step_size", .number(Double(settings.stepSize.description) ?? Double(settings.stepSize))),
      ("tile_size", .whole(settings.tileSize)), ("seed", .whole(Int(clamping: settings.seed))),
    ]
  }
}

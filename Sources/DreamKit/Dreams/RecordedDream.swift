/// A dream together with what is written down of it: what `dream`, `resume` and `replay` have in common.
public struct RecordedDream {
  /// The network that is dreamt on.
  public let model: FeatureExtractor
  /// The picture that the dream began with.
  public let input: DreamInput
  /// What makes the picture again; its result is written when the dream stops.
  public private(set) var recipe: DreamRecipe
  /// The dream where it stands.
  public private(set) var course: DreamCourse

  private let recorder: DreamRecorder

  /// Prepares a dream from its beginning.
  ///
  /// - Throws: ``DreamError`` where the picture is none, or when interrupted.
  public init(
    _ input: DreamInput, settings: DreamSettings, on model: FeatureExtractor, clock: @escaping () -> Double,
    cancellation: Cancellation
  ) throws(DreamError) {
    self.model = model
    self.input = input
    course = try DreamCourse(input, settings: settings)
    recipe = DreamRecipe(
      settings, on: model, weightsDigest: try model.weightsDigest(cancellation: cancellation), input: input)
    recorder = DreamRecorder(clock: clock)
    recorder.begin(with: course.picture, stepsTotal: settings.stepsTotal)
  }

  /// Prepares to go on with an interrupted dream.
  ///
  /// - Throws: ``DreamError`` where the record has nothing left to do.
  public init(resuming record: DreamRecord, clock: @escaping () -> Double) throws(DreamError) {
    guard let rest = record.rest, let recipe = record.recipe, let input = record.input else {
      throw DreamError(
        .invalidArgument,
        record.wasInterrupted
          ? "\(record.command)() cannot be gone on with." : "This dream is whole: nothing is left to do.",
        remedy: record.wasInterrupted ? "dream() can: use it for dreams that take long." : nil)
    }
    model = rest.model
    course = rest.course
    self.recipe = recipe
    self.input = input
    recorder = DreamRecorder(continuing: record.history, clock: clock)
  }

  /// Dreams on, to the end or to a number of steps, and returns the picture with its record.
  ///
  /// - Parameter limit: the steps of the whole dream after which to stop; nil goes to the end.
  public mutating func run(
    until limit: Int? = nil, cancellation: Cancellation, observer: DreamObserver = { _ in }
  ) throws(DreamError) -> (picture: Image, result: DreamResult) {
    recorder.startClock()
    let result = try course.run(
      on: model, until: limit, cancellation: cancellation,
      observer: { step in
        recorder.observe(step)
        observer(step)
      })
    let picture = try Image(rounding: try course.imageAtFullSize())
    recipe.stepsDone = course.stepsDone
    recipe.resultDigest = DreamRecipe.digest(of: picture)
    let record = DreamRecord(
      command: "dream", network: recipe.network, layers: recipe.layers, settings: recipe.shownSettings,
      history: recorder.history, wasInterrupted: !course.isFinished, recipe: recipe, input: input,
      rest: course.isFinished ? nil : DreamRecord.Rest(course: course, model: model))
    return (picture.with(record: record), result)
  }
}

extension DreamRecipe {
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

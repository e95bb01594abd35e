import DreamKit

/// The commands that dream, as in the paper.
enum DreamCommands {
  static var all: [Command] { [deepDream, tiledGradients, runSimple, runOctaves] }

  // MARK: Implementation

  private static var image: Parameter {
    Parameter("img", .picture, "The picture: an Image, or levels in [0, 255].")
  }
  private static var model: Parameter { Parameter("model", .model, "The layers to excite.") }
  private static var optionalModel: Parameter {
    Parameter(
      "model", .optional(.model),
      "A Model, DeepDream or TiledGradients; None takes the notebook's own variable.",
      default: Value.none)
  }
  private static var stepSize: Parameter {
    Parameter(
      "step_size", .number(), "How far each step goes.", default: .float(0.01))
  }
  private static var tileSize: Parameter {
    Parameter(
      "tile_size", .integer(from: 75, to: 1 << 20), "The side of a tile.", unit: "pixels", default: .int(512))
  }
  private static var shift: Parameter {
    Parameter(
      "shift", .optional(.shift), "The roll (rows, columns) of every step; None draws one each time.",
      unit: "pixels",
      default: Value.none)
  }
  private static var seed: Parameter {
    Parameter("seed", .optional(.integer(from: 0)), "Fixes the rolls.", default: Value.none)
  }

  private static var deepDream: Command {
    Command(
      "DeepDream", .dreams,
      "Prepares gradient ascent: deepdream(img, steps, step_size) gives the loss and the image.",
      parameters: [model], result: "DeepDream", examples: [.shows("deepdream = DeepDream(dream_model)")]
    ) { arguments, _ in
      guard let extractor = arguments["model"].extractor else { return .none }
      let dream = DeepDream(model: extractor)
      return .object(DeepDreamObject(dream, command: ascent(dream)))
    }
  }

  private static func ascent(_ dream: DeepDream) -> Command {
    Command(
      "deepdream", .dreams, "Climbs from an image in [-1, 1].",
      parameters: [
        Parameter("img", .picture, "The image in [-1, 1]."),
        Parameter("steps", .integer(from: 0, to: 1_000_000), "The number of steps."),
        Parameter("step_size", .number(), "How far each step goes."),
      ], result: "(loss, image in [-1, 1])"
    ) { arguments, execution in
      let display = DreamDisplay(execution)
      let result = try dream(
        arguments.tensor("img"), steps: arguments.integer("steps") ?? 0,
        stepSize: Float(arguments.number("step_size")),
        cancellation: execution.cancellation, observer: { display.observe($0) })
      try display.finish(try Image(deprocessing: result.image), result)
      if result.wasInterrupted { execution.imageReached = .tensor(result.image) }
      return .tuple([.single(result.loss), .tensor(result.image)])
    }
  }

  private static var tiledGradients: Command {
    Command(
      "TiledGradients", .dreams,
      "Prepares gradients tile by tile: get_tiled_gradients(img, img_size) gives the normalised gradient.",
      parameters: [model], result: "TiledGradients",
      examples: [.shows("get_tiled_gradients = TiledGradients(dream_model)")]
    ) { arguments, _ in
      guard let extractor = arguments["model"].extractor else { return .none }
      let gradients = TiledGradients(model: extractor)
      return .object(TiledGradientsObject(gradients, command: tiles(gradients)))
    }
  }

  private static func tiles(_ gradients: TiledGradients) -> Command {
    Command(
      "get_tiled_gradients", .dreams,
      "The normalised gradient of an image, computed tile by tile on a rolled copy.",
      parameters: [
        Parameter("img", .picture, "The image in [-1, 1]."),
        Parameter("img_size", .size, "The rows and columns that tiles are counted on.", unit: "pixels"),
        tileSize,
        shift, seed,
      ], result: "Tensor"
    ) { arguments, execution in
      let size = arguments.pair("img_size") ?? (1, 1)
      let tile = arguments.integer("tile_size") ?? 512
      var generator = SeededGenerator(seed: arguments.seed)
      let roll =
        arguments.pair("shift").map { Shift(rows: $0.0, columns: $0.1) }
        ?? Shift.random(maxRoll: tile, using: &generator)
      return .tensor(
        try gradients(
          arguments.tensor("img"), size: (size.0, size.1), tileSize: tile, shift: roll,
          cancellation: execution.cancellation))
    }
  }

  private static var runSimple: Command {
    Command(
      "run_deep_dream_simple", .dreams, "Dreams on a picture at its own size (section 3.1 of the paper).",
      parameters: [
        image,
        Parameter("steps", .integer(from: 0, to: 1_000_000), "The number of steps.", default: .int(100)),
        stepSize,
        optionalModel,
      ], result: "Image",
      examples: [.shows("dream_img = run_deep_dream_simple(img=original_img, steps=100, step_size=0.01)")]
    ) { arguments, execution in
      let extractor = try extractor(arguments, execution, variable: "deepdream", cell: "DeepDream")
      var dream = SimpleDream()
      dream.steps = arguments.integer("steps") ?? dream.steps
      dream.stepSize = Float(arguments.number("step_size"))
      let display = DreamDisplay(execution)
      let result = try dream(
        arguments.tensor("img"), with: DeepDream(model: extractor), cancellation: execution.cancellation,
        observer: { display.observe($0) })
      return try finish(result, display, execution)
    }
  }

  private static var runOctaves: Command {
    Command(
      "run_deep_dream_with_octaves", .dreams,
      "Dreams at several sizes, tile by tile (section 3.3 of the paper).",
      parameters: [
        image,
        Parameter(
          "steps_per_octave", .integer(from: 0, to: 1_000_000), "The steps at each size.", default: .int(100)),
        stepSize,
        Parameter(
          "octaves", .integers(from: -20, to: 20), "The exponents of the sizes.",
          default: .range(RangeValue(start: -2, stop: 3, step: 1))),
        Parameter("octave_scale", .number(above: 0), "How much each octave enlarges.", default: .float(1.3)),
        tileSize, shift, seed, optionalModel,
      ], result: "Image",
      examples: [.shows("img = run_deep_dream_with_octaves(img=original_img, step_size=0.01)")]
    ) { arguments, execution in
      let extractor = try extractor(
        arguments, execution, variable: "get_tiled_gradients", cell: "TiledGradients")
      var dream = OctaveDream()
      dream.stepsPerOctave = arguments.integer("steps_per_octave") ?? dream.stepsPerOctave
      dream.stepSize = Float(arguments.number("step_size"))
      if let octaves = arguments["octaves"].sequence { dream.octaves = octaves.compactMap(\.wholeNumber) }
      dream.octaveScale = arguments.number("octave_scale")
      dream.tileSize = arguments.integer("tile_size") ?? dream.tileSize
      dream.shift = arguments.pair("shift").map { Shift(rows: $0.0, columns: $0.1) }
      var generator = SeededGenerator(seed: arguments.seed)
      let display = DreamDisplay(execution)
      let result = try dream(
        arguments.tensor("img"), with: TiledGradients(model: extractor), generator: &generator,
        cancellation: execution.cancellation, observer: { display.observe($0) })
      return try finish(result, display, execution)
    }
  }

  /// Shows and returns the picture reached and prints where it ended, as the paper does; an interrupted dream is kept
  /// besides.
  private static func finish(
    _ result: DreamResult, _ display: DreamDisplay, _ execution: Execution
  ) throws -> Value {
    let picture = try Image(deprocessing: result.image)
    let line = try display.finish(picture, result)
    execution.sink.write(line + "\n", to: .standardOutput)
    if result.wasInterrupted { execution.imageReached = .image(picture) }
    return .image(picture)
  }

  /// The model that is given, or the one of the notebook's own variable, as the paper's functions use it.
  private static func extractor(
    _ arguments: Arguments, _ execution: Execution, variable: String, cell: String
  ) throws -> FeatureExtractor {
    if let extractor = arguments["model"].extractor { return extractor }
    if let extractor = execution.globals[variable]?.extractor { return extractor }
    throw Diagnostic(
      .name, "\(arguments.command.name)() uses the variable '\(variable)', which is not there yet.",
      hint: "Run the cell '\(variable) = \(cell)(dream_model)' first, or give model=dream_model.")
  }
}

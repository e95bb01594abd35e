import DreamKit

/// The commands that dream, as in the paper.
enum DreamCommands {
  static var all: [Command] { [deepDream, tiledGradients, runSimple, runOctaves] }

  // MARK: Implementation

  /// The lines before the examples: a model of one layer, of random weights.
  private static let preparation =
    "base_model = InceptionV3(include_top=False, weights=None)\n"
    + "dream_model = Model(inputs=base_model.input, outputs=base_model.get_layer('mixed0').output)\n"

  private static var image: Parameter {
    Parameter(
      "img", .picture, "The picture: an Image, or levels in [0, 255], at least the network's smallest side.")
  }
  private static var model: Parameter {
    Parameter("model", .model, "The layers to excite, made by Model(inputs=…, outputs=…).")
  }
  private static var optionalModel: Parameter {
    Parameter(
      "model", .optional(.model),
      "A Model, DeepDream or TiledGradients; None takes the notebook's own variable.",
      default: Value.none)
  }
  private static var stepSize: Parameter {
    Parameter(
      "step_size", .number(),
      "How far each step goes; usual are 0.001 to 0.05, below 0 it climbs down. A slider is read afresh before each step.",
      unit: "standard deviations of the gradient; the image spans [-1, 1]", default: .float(0.01))
  }
  private static var tileSize: Parameter {
    Parameter(
      "tile_size", .integer(from: 75, to: 1 << 20), "The side of a tile; memory grows with it.",
      unit: "pixels", default: .int(512))
  }
  private static var shift: Parameter {
    Parameter(
      "shift", .optional(.shift), "The roll (rows, columns) of every step; None draws one each time.",
      unit: "pixels",
      default: Value.none)
  }
  private static var seed: Parameter {
    Parameter(
      "seed", .optional(.integer(from: 0)), "Fixes the rolls; None draws others each time.",
      default: Value.none)
  }

  private static var deepDream: Command {
    Command(
      "DeepDream", .dreams,
      "Prepares gradient ascent: deepdream(img, steps, step_size) gives the loss and the image.",
      discussion:
        "The paper's class of that name, built in. Each step divides the gradient by its standard deviation plus 1e-8, "
        + "adds step_size times that and clips to [-1, 1]. The loss is the one before the last step's update, as in the "
        + "paper; an interruption keeps the image reached in the variable _.",
      parameters: [model], result: "DeepDream",
      examples: [
        .runs(
          preparation + "deepdream = DeepDream(dream_model)\n"
            + "loss, img = deepdream(preprocess_input(sample_image(96, 80)), 1, 0.01)\nloss")
      ]
    ) { arguments, _ in
      guard let extractor = arguments["model"].extractor else { return .none }
      return .object(ModelObject(extractor, type: .deepDream, command: ascent(on: extractor)))
    }
  }

  private static func ascent(on model: FeatureExtractor) -> Command {
    Command(
      "deepdream", .dreams, "Climbs from an image in [-1, 1].",
      parameters: [
        Parameter("img", .picture, "The image, of values in [-1, 1], as preprocess_input makes it."),
        Parameter("steps", .integer(from: 0, to: 1_000_000), "The number of steps."),
        Parameter(
          "step_size", .number(), "How far each step goes.", unit: "standard deviations of the gradient"),
      ], result: "(loss, image in [-1, 1])"
    ) { arguments, execution in
      let image = try arguments.normalizedImage("img", for: model.network)
      let (steps, stepSize) = (arguments.integer("steps") ?? 0, arguments.stepSize("step_size"))
      let run = DreamRun(
        arguments, execution, on: model, from: image, steps: steps,
        method: .plain(steps: steps, stepSize: stepSize))
      return try run.finishAscent(
        try DeepDream(model: model)(
          image, steps: steps, stepSize: stepSize, cancellation: execution.cancellation,
          observer: { run.observe($0) }))
    }
  }

  private static var tiledGradients: Command {
    Command(
      "TiledGradients", .dreams,
      "Prepares gradients tile by tile: get_tiled_gradients(img, img_size) gives the normalised gradient.",
      discussion:
        "The paper's class of that name, built in, with its quirks: the image is rolled by chance and cut into tiles, "
        + "whose last row and column are left out (unless it is the only one), so that a part of a larger image gets no "
        + "gradient in a step; each tile counts alike; and the whole is normalised once, the pixels without a tile "
        + "included.",
      parameters: [model], result: "TiledGradients",
      examples: [
        .runs(
          preparation + "get_tiled_gradients = TiledGradients(dream_model)\n"
            + "img = preprocess_input(sample_image(96, 80))\n"
            + "gradients = get_tiled_gradients(img, shape(img)[: -1], shift=(3, -5))\nstd(gradients)")
      ]
    ) { arguments, _ in
      guard let extractor = arguments["model"].extractor else { return .none }
      return .object(ModelObject(extractor, type: .tiledGradients, command: tiles(of: extractor)))
    }
  }

  private static func tiles(of model: FeatureExtractor) -> Command {
    Command(
      "get_tiled_gradients", .dreams,
      "The normalised gradient of an image, computed tile by tile on a rolled copy.",
      parameters: [
        Parameter("img", .picture, "The image, of values in [-1, 1]."),
        Parameter(
          "img_size", .size, "The rows and columns that tiles are counted on: those of the image.",
          unit: "pixels"),
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
      var gradients = TiledGradient(model, tiling: .paper(tileSize: tile, height: size.0, width: size.1))
      return .tensor(
        try gradients.normalized(
          of: try arguments.normalizedImage("img", for: model.network), shift: roll,
          cancellation: execution.cancellation))
    }
  }

  private static var runSimple: Command {
    Command(
      "run_deep_dream_simple", .dreams, "Dreams on a picture at its own size (section 3.1 of the paper).",
      discussion:
        "The picture is shown while it changes, and where it ended is printed. In the paper's listing 'return' stands "
        + "inside the loop, which ends a dream after 100 steps; here all steps are taken. The result is cut off, not "
        + "rounded, to 8 bits, as there: even without a step about a quarter of the levels are lower by one.",
      parameters: [
        image,
        Parameter("steps", .integer(from: 0, to: 1_000_000), "The number of steps.", default: .int(100)),
        stepSize,
        optionalModel,
      ], result: "Image",
      examples: [
        .runs(
          preparation + "deepdream = DeepDream(dream_model)\noriginal_img = sample_image(96, 80)\n"
            + "dream_img = run_deep_dream_simple(img=original_img, steps=2, step_size=0.01)")
      ]
    ) { arguments, execution in
      let extractor = try extractor(arguments, execution, variable: "deepdream", cell: "DeepDream")
      let (steps, stepSize) = (arguments.integer("steps") ?? 100, arguments.stepSize("step_size"))
      _ = try arguments.levels("img")
      let image = try arguments.image("img", for: extractor.network).preprocessed()
      let run = DreamRun(
        arguments, execution, on: extractor, from: image, steps: steps,
        method: .plain(steps: steps, stepSize: stepSize))
      return try run.finish(
        try DeepDream(model: extractor)(
          image, steps: steps, stepSize: stepSize, cancellation: execution.cancellation,
          observer: { run.observe($0) }))
    }
  }

  private static var runOctaves: Command {
    Command(
      "run_deep_dream_with_octaves", .dreams,
      "Dreams at several sizes, tile by tile (section 3.3 of the paper).",
      discussion:
        "The result has the last octave's size. As in the paper's listing, the sizes are cut off to whole pixels, no loss "
        + "is computed, and each step leaves out the last row and column of tiles (see TiledGradients). Its display every "
        + "ten steps, which the listing indents so that nothing is ever shown, is here. The octaves of section 3.2, typed "
        + "as a loop over run_deep_dream_simple, go back to 8 bits after each octave; these do not.",
      parameters: [
        image,
        Parameter(
          "steps_per_octave", .integer(from: 0, to: 1_000_000), "The number of steps at each size.",
          default: .int(100)),
        stepSize,
        Parameter(
          "octaves", .integers(from: -20, to: 20),
          "The exponents n of the sizes octave_scale ** n, in the order they are taken.",
          default: .range(RangeValue(start: -2, stop: 3, step: 1))),
        Parameter(
          "octave_scale", .number(above: 0), "How many times larger each octave is than the one before.",
          default: .float(1.3)),
        tileSize, shift, seed, optionalModel,
      ], result: "Image",
      examples: [
        .runs(
          preparation
            + "get_tiled_gradients = TiledGradients(dream_model)\noriginal_img = sample_image(96, 80)\n"
            + "img = run_deep_dream_with_octaves(img=original_img, steps_per_octave=1, step_size=0.01, "
            + "octaves=range(0, 2))\nshow(img)")
      ]
    ) { arguments, execution in
      let extractor = try extractor(
        arguments, execution, variable: "get_tiled_gradients", cell: "TiledGradients")
      var dream = PaperOctaveAscent()
      dream.stepsPerOctave = arguments.integer("steps_per_octave") ?? dream.stepsPerOctave
      dream.stepSize = arguments.stepSize("step_size")
      if let octaves = arguments["octaves"].sequence { dream.octaves = octaves.compactMap(\.wholeNumber) }
      dream.octaveScale = arguments.number("octave_scale")
      dream.tileSize = arguments.integer("tile_size") ?? dream.tileSize
      dream.shift = arguments.pair("shift").map { Shift(rows: $0.0, columns: $0.1) }
      try check(dream, arguments, extractor.network)
      let seed = arguments.seed
      var generator = SeededGenerator(seed: seed)
      let image = try arguments.levels("img").preprocessed()
      let run = DreamRun(
        arguments, execution, on: extractor, from: image,
        steps: dream.stepsPerOctave * dream.octaves.count,
        method: .paperOctaves(dream, seed: dream.shift == nil ? seed : nil))
      return try run.finish(
        try dream(
          image, on: extractor, generator: &generator, cancellation: execution.cancellation,
          observer: { run.observe($0) }))
    }
  }

  /// Looks before the first step whether the network takes every octave's size.
  private static func check(_ dream: PaperOctaveAscent, _ arguments: Arguments, _ network: Network) throws {
    let shape = arguments.tensor("img").shape
    func size(_ octave: Int) throws -> (height: Int, width: Int) {
      try PaperOctaveAscent.size(of: (shape[0], shape[1]), scale: dream.octaveScale, octave: octave)
    }
    for octave in dream.octaves {
      let (height, width) = try arguments.placing("octaves") { try size(octave) }
      guard height * width <= Tensor.maximumCount / 3 else {
        throw arguments.error(
          .limit, "Octave \(octave) would be \(width)×\(height) pixels, which is too large.",
          hint: "Use fewer octaves or an octave_scale nearer to 1.", of: "octaves")
      }
      guard min(height, width) < network.minimumSide else { continue }
      let first = (-20...20).first { candidate in
        (try? size(candidate)).map { min($0.height, $0.width) >= network.minimumSide } ?? false
      }
      let octaves = first.map { "octaves from \($0) up" } ?? "other octaves"
      throw arguments.error(
        "Octave \(octave) would be \(width)×\(height) pixels, but \(network.name) needs at least "
          + "\(network.minimumSide)×\(network.minimumSide).",
        hint: "Use a larger image, or \(octaves).", of: arguments.isGiven("octaves") ? "octaves" : "img")
    }
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

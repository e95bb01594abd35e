import DreamKit
import DreamLanguage

/// The commands that dream, as in the paper.
enum PaperDreamCommands {
  static var all: [Command] { [deepDream, tiledGradients, runSimple, runOctaves] }

  // MARK: Implementation

  /// The lines before the examples: a model of one layer, of random weights.
  private static let preparation =
    "base_model = InceptionV3(include_top=False, weights=None)\n"
    + "dream_model = Model(inputs=base_model.input, outputs=base_model.get_layer('mixed0').output)\n"

  private static func image(_ takes: Parameters) -> Parameter<ArrayArgument> {
    takes(
      "img", .picture,
      "The picture: an Image, or levels in [0, 255], at least the network's smallest side.")
  }
  private static func model(_ takes: Parameters) -> Parameter<FeatureExtractor> {
    takes("model", .model, "The layers to excite, made by Model(inputs=…, outputs=…).")
  }
  private static func optionalModel(_ takes: Parameters) -> Parameter<FeatureExtractor?> {
    takes.optional(
      "model", .model, "A Model, DeepDream or TiledGradients; None takes the notebook's own variable.")
  }
  private static func stepSize(_ takes: Parameters) -> Parameter<StepSize> {
    takes(
      "step_size", .stepSize,
      "How far each step goes; usual are 0.001 to 0.05, below 0 it climbs down. A slider is read afresh before each step.",
      unit: "standard deviations of the gradient; the image spans [-1, 1]", default: 0.01)
  }
  private static func tileSize(_ takes: Parameters) -> Parameter<Int> {
    takes(
      "tile_size", .integer(from: 75, to: 1 << 20), "The side of a tile; memory grows with it.",
      unit: "pixels", default: 512)
  }
  private static func roll(_ takes: Parameters) -> (shift: Parameter<Shift?>, seed: Parameter<UInt64?>) {
    (
      takes.optional(
        "shift", .shift, "The roll (rows, columns) of every step; None draws one each time.", unit: "pixels"),
      takes.optional("seed", .seed, "Fixes the rolls; None draws others each time.")
    )
  }

  private static var deepDream: Command {
    Command(
      "DeepDream", .dreams,
      "Prepares gradient ascent: deepdream(img, steps, step_size) gives the loss and the image.",
      discussion:
        "The paper's class of that name, built in. Each step divides the gradient by its standard deviation plus 1e-8, "
        + "adds step_size times that and clips to [-1, 1]. The loss is the one before the last step's update, as in the "
        + "paper; an interruption keeps the image reached in the variable _.",
      result: "DeepDream", type: .deepDream,
      examples: [
        .runs(
          preparation + "deepdream = DeepDream(dream_model)\n"
            + "loss, img = deepdream(preprocess_input(sample_image(96, 80)), 1, 0.01)\nloss")
      ]
    ) { takes in
      let model = model(takes)
      return { call in
        .object(ModelObject(call[model], type: .deepDream, command: ascent(on: call[model])))
      }
    }
  }

  private static func ascent(on model: FeatureExtractor) -> Command {
    Command(
      "deepdream", .dreams, "Climbs from an image in [-1, 1].", result: "(loss, image in [-1, 1])"
    ) { takes in
      let img = takes("img", .picture, "The image, of values in [-1, 1], as preprocess_input makes it.")
      let steps = takes("steps", .integer(from: 0, to: 1_000_000), "The number of steps.")
      let stepSize = takes(
        "step_size", .stepSize, "How far each step goes.", unit: "standard deviations of the gradient")
      return { call in
        let image = try call.normalizedImage(img, for: model.network)
        let run = DreamRun(
          call, on: model, from: image, steps: call[steps],
          method: .plain(steps: call[steps], stepSize: call[stepSize]))
        return try run.finishAscent(
          try DeepDream(model: model)(
            image, steps: call[steps], stepSize: call[stepSize], cancellation: call.cancellation,
            observer: { run.observe($0) }))
      }
    }
  }

  private static var tiledGradients: Command {
    Command(
      "TiledGradients", .dreams,
      "Prepares gradients tile by tile: get_tiled_gradients(img, img_size) gives the normalised gradient.",
      discussion:
        "The paper's class of that name, built in, with its quirks: the image is rolled at random and cut into tiles, "
        + "whose last row and column are left out (unless it is the only one), so that a part of a larger image gets no "
        + "gradient in a step; each tile counts alike; and all of it is normalised once, the pixels without a tile "
        + "included.",
      result: "TiledGradients", type: .tiledGradients,
      examples: [
        .runs(
          preparation + "get_tiled_gradients = TiledGradients(dream_model)\n"
            + "img = preprocess_input(sample_image(96, 80))\n"
            + "gradients = get_tiled_gradients(img, shape(img)[: -1], shift=(3, -5))\nstd(gradients)")
      ]
    ) { takes in
      let model = model(takes)
      return { call in
        .object(ModelObject(call[model], type: .tiledGradients, command: tiles(of: call[model])))
      }
    }
  }

  private static func tiles(of model: FeatureExtractor) -> Command {
    Command(
      "get_tiled_gradients", .dreams,
      "The normalised gradient of an image, computed tile by tile on a rolled copy.", result: "Tensor"
    ) { takes in
      let img = takes("img", .picture, "The image, of values in [-1, 1].")
      let size = takes(
        "img_size", .size, "The rows and columns that tiles are counted on: those of the image.",
        unit: "pixels")
      let (tile, roll) = (tileSize(takes), roll(takes))
      return { call in
        var generator = SeededGenerator(seed: call.seed(roll.seed))
        let shift = call[roll.shift] ?? .random(maxRoll: call[tile], using: &generator)
        let tiling = Tiling.paper(tileSize: call[tile], height: call[size].rows, width: call[size].columns)
        var gradients = TiledGradient(model, tiling: tiling)
        return .tensor(
          try gradients.normalized(
            of: try call.normalizedImage(img, for: model.network), shift: shift,
            cancellation: call.cancellation))
      }
    }
  }

  private static var runSimple: Command {
    Command(
      "run_deep_dream_simple", .dreams, "Dreams on a picture at its own size (section 3.1 of the paper).",
      discussion:
        "The picture is shown while it changes, and where it ended is printed. In the paper's listing 'return' stands "
        + "inside the loop, which ends a dream after 100 steps; here all steps are taken. The result is cut off, not "
        + "rounded, to 8 bits, as there: even without a step about a quarter of the levels are lower by one.",
      result: "Image",
      examples: [
        .runs(
          preparation + "deepdream = DeepDream(dream_model)\noriginal_img = sample_image(96, 80)\n"
            + "dream_img = run_deep_dream_simple(img=original_img, steps=2, step_size=0.01)")
      ]
    ) { takes in
      let img = image(takes)
      let steps = takes("steps", .integer(from: 0, to: 1_000_000), "The number of steps.", default: 100)
      let (stepSize, model) = (stepSize(takes), optionalModel(takes))
      return { call in
        let model = try extractor(model, in: call, variable: "deepdream", madeBy: deepDream)
        try call.checkLevels(img)
        let image = try call.image(img, for: model.network).preprocessed()
        let run = DreamRun(
          call, on: model, from: image, steps: call[steps],
          method: .plain(steps: call[steps], stepSize: call[stepSize]))
        return try run.finish(
          try DeepDream(model: model)(
            image, steps: call[steps], stepSize: call[stepSize], cancellation: call.cancellation,
            observer: { run.observe($0) }))
      }
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
      result: "Image",
      examples: [
        .runs(
          preparation
            + "get_tiled_gradients = TiledGradients(dream_model)\noriginal_img = sample_image(96, 80)\n"
            + "img = run_deep_dream_with_octaves(img=original_img, steps_per_octave=1, step_size=0.01, "
            + "octaves=range(0, 2))\nshow(img)")
      ]
    ) { takes in
      let img = image(takes)
      let steps = takes(
        "steps_per_octave", .integer(from: 0, to: 1_000_000), "The number of steps at each size.",
        default: 100)
      let stepSize = stepSize(takes)
      let octaves = takes(
        "octaves", .integers(from: -20, to: 20),
        "The exponents n of the sizes octave_scale ** n, in the order they are taken.",
        default: Array(-2..<3), shown: .range(RangeValue(start: -2, stop: 3, step: 1)))
      let scale = takes(
        "octave_scale", .number(above: 0), "How many times larger each octave is than the one before.",
        default: 1.3)
      let (tile, roll, model) = (tileSize(takes), roll(takes), optionalModel(takes))
      return { call in
        let model = try extractor(model, in: call, variable: "get_tiled_gradients", madeBy: tiledGradients)
        var dream = PaperOctaveAscent()
        dream.stepsPerOctave = call[steps]
        dream.stepSize = call[stepSize]
        dream.octaves = call[octaves]
        dream.octaveScale = call[scale]
        dream.tileSize = call[tile]
        dream.shift = call[roll.shift]
        try check(dream, on: model.network, img, octaves, in: call)
        let seed = call.seed(roll.seed)
        var generator = SeededGenerator(seed: seed)
        try call.checkLevels(img)
        let image = call[img].tensor.preprocessed()
        let run = DreamRun(
          call, on: model, from: image, steps: dream.stepsPerOctave * dream.octaves.count,
          method: .paperOctaves(dream, seed: dream.shift == nil ? seed : nil))
        return try run.finish(
          try dream(
            image, on: model, generator: &generator, cancellation: call.cancellation,
            observer: { run.observe($0) }))
      }
    }
  }

  /// Looks before the first step whether the network takes every octave's size.
  private static func check(
    _ dream: PaperOctaveAscent, on network: Network, _ img: Parameter<ArrayArgument>,
    _ octaves: Parameter<[Int]>, in call: Call
  ) throws {
    let shape = call[img].shape
    func size(_ octave: Int) throws -> (height: Int, width: Int) {
      try PaperOctaveAscent.size(of: (shape[0], shape[1]), scale: dream.octaveScale, octave: octave)
    }
    for octave in dream.octaves {
      let (height, width) = try call.placing(octaves) { try size(octave) }
      guard height * width <= Tensor.maximumCount / 3 else {
        throw call.error(
          .limit, "Octave \(octave) would be \(width)×\(height) pixels, which is too large.",
          hint: "Use fewer octaves or an octave_scale nearer to 1.", of: octaves)
      }
      guard min(height, width) < network.minimumSide else { continue }
      let first = (-20...20).first { candidate in
        (try? size(candidate)).map { min($0.height, $0.width) >= network.minimumSide } ?? false
      }
      let message =
        "Octave \(octave) would be \(width)×\(height) pixels, but \(network.name) needs at least "
        + "\(network.minimumSide)×\(network.minimumSide)."
      let hint = "Use a larger image, or \(first.map { "octaves from \($0) up" } ?? "other octaves")."
      throw call.isGiven(octaves)
        ? call.error(message, hint: hint, of: octaves) : call.error(message, hint: hint, of: img)
    }
  }

  /// The model that is given, or the one of the notebook's own variable, as the paper's functions use it.
  private static func extractor(
    _ model: Parameter<FeatureExtractor?>, in call: Call, variable: String, madeBy command: Command
  ) throws -> FeatureExtractor {
    if let extractor = call[model] ?? call.execution.globals[variable]?.extractor { return extractor }
    throw Diagnostic(
      .name, "\(call.command.name)() uses the variable '\(variable)', which is not there yet.",
      hint: "Run the cell '\(variable) = \(command.name)(dream_model)' first, or give model=dream_model.")
  }
}

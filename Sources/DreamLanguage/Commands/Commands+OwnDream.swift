import DreamKit

/// DreamKit's own dream, and what goes with it: going on with one that was interrupted, and making one again from its
/// file.
enum OwnDreamCommands {
  static var all: [Command] { [dream, resume, replay] }

  /// `resume`, as a method of a dream.
  static var resumeMethod: Command {
    Command(
      "resume", .dreams, "Goes on with the dream, where it was interrupted.",
      parameters: [Parameter("self", .dream)], result: "Dream"
    ) { arguments, execution in
      try goOn(with: arguments["self"], named: "self", arguments, execution)
    }
  }

  // MARK: Implementation

  /// The most octaves where none are asked for.
  private static let usualOctaves = AscentSettings().octaves

  /// The lines before the examples: a network of random weights and a small picture.
  private static let preparation =
    "base_model = SqueezeNet(weights=None)\nimg = sample_image(96, 80)\n"

  private static var dream: Command {
    let usual = AscentSettings()
    return Command(
      "dream", .dreams, "Dreams on a picture at several sizes, with every pixel in every step.",
      discussion:
        "DreamKit's own dream, where run_deep_dream_with_octaves is the paper's. It begins at the smallest size; at each "
        + "larger one, what was dreamt is enlarged and laid over the picture itself, so no detail is lost. Large pictures "
        + "are dreamt in tiles that cover every pixel exactly once, rolled by chance in each step. Time and memory are "
        + "estimated before the first step. Interrupted, it keeps the image reached in the variable _, and resume() goes "
        + "on to the picture that it would have become. save(d, 'dream.png') writes a record from which replay() makes "
        + "the same picture again.",
      parameters: [
        Parameter("img", .picture, "The picture: an Image, or levels in [0, 255]."),
        Parameter("model", .modelOrNetwork, "The layers to excite: a Model, or a Network with layers=[…]."),
        Parameter(
          "layers", .optional(.texts), "The names of the layers, where the model is a whole network.",
          default: Value.none, completion: .layers),
        Parameter(
          "octaves", .optional(.integer(from: 1, to: 20)),
          "The number of sizes; None takes \(usualOctaves), or as many as the network's smallest side allows.",
          default: Value.none),
        Parameter(
          "octave_scale", .number(above: 1), "How many times larger each size is than the one before.",
          default: .float(usual.octaveScale)),
        Parameter(
          "steps", .integer(from: 0, to: 1_000_000), "The number of steps at each size.",
          default: .int(usual.steps)),
        Parameter(
          "step_size", .number(), "How far each step goes; below 0 it climbs down.",
          unit: "standard deviations of the gradient; the image spans [-1, 1]",
          default: .single(usual.stepSize)),
        Parameter(
          "tile_size", .optional(.integer(from: 8, to: 1 << 16)),
          "The longest side of a tile; None takes the largest that the memory allows.", unit: "pixels",
          default: Value.none),
        Parameter(
          "seed", .optional(.integer(from: 0)), "Fixes the rolls; None draws one, which settings tells.",
          default: Value.none),
        Parameter(
          "memory", .optional(.memory),
          "The most it may take, such as 500 (MB) or '2 GB'; None allows half of what is free.", unit: "MB",
          default: Value.none),
      ], result: "Dream",
      examples: [
        .runs(
          preparation
            + "d = dream(img, base_model, layers=['fire3/concat'], octaves=2, steps=2, seed=1)\nd.losses"),
        .runs(
          preparation + "model = Model(outputs=base_model.get_layer('fire2/concat').output)\n"
            + "d = dream(img, model, steps=1)\nsave(d, 'dream.png')"),
      ]
    ) { arguments, execution in
      let model = try extractor(arguments)
      let input = try input("img", arguments, for: model.network)
      let plan = try plan(arguments, model, size: (input.height, input.width))
      var settings = plan.settings
      settings.seed = arguments.seed
      let dream = try ResumableDream(
        input, settings: settings, on: model, clock: execution.clock,
        cancellation: execution.cancellation)
      let seconds = try plan.time(
        dream.ascent, on: model, clock: execution.clock, cancellation: execution.cancellation)
      let display = DreamDisplay(execution, size: (input.width, input.height))
      display.announce(announcement(plan, seconds))
      return try finish(dream, display, execution)
    }
  }

  private static var resume: Command {
    Command(
      "resume", .dreams, "Goes on with an interrupted dream, to the picture it would have become.",
      parameters: [
        Parameter(
          "dream", .optional(.dream),
          "The dream; None takes the one in the variable _, where an interrupted one is.",
          default: Value.none)
      ], result: "Dream",
      examples: [
        .shows("resume()"),
        .runs(
          preparation + "d = dream(img, base_model, layers=['fire2/concat'], octaves=1, steps=1)\n"
            + "if d.interrupted:\n    d = resume(d)"),
      ]
    ) { arguments, execution in
      guard arguments.isNone("dream") else {
        return try goOn(with: arguments["dream"], named: "dream", arguments, execution)
      }
      guard let last = execution.globals["_"], last.provenance != nil else {
        throw Diagnostic(
          .value, "There is no interrupted dream in the variable _.", hint: "Give the dream: resume(d).")
      }
      return try goOn(with: last, named: "dream", arguments, execution)
    }
  }

  private static var replay: Command {
    Command(
      "replay", .dreams, "Makes a dream's picture again from the record in its PNG file.",
      discussion:
        "The record that save(d, 'dream.png') writes names the network, the layers, the settings and the seed, and "
        + "holds the picture that the dream began with; the weights are fetched as the record says and compared by their "
        + "SHA-256 digest. On the same machine the picture comes out the same, bit for bit; where it does not, a line says "
        + "why. What is missing is said in a sentence: other weights, another picture, another version.",
      parameters: [
        Parameter("path", .text, "The PNG file of a dream.", completion: .paths),
        Parameter(
          "img", .optional(.picture),
          "The picture that the dream began with, where the file does not hold it.",
          default: Value.none),
        Parameter(
          "model", .optional(.model),
          "The model, where its weights are not to be fetched as the record says.",
          default: Value.none),
      ], result: "Dream",
      examples: [
        .runs(
          preparation + "d = dream(img, base_model, layers=['fire2/concat'], octaves=1, steps=2)\n"
            + "save(d, 'dream.png')\nagain = replay('dream.png')\nall_equal = again == d")
      ]
    ) { arguments, execution in
      let file = try arguments.placing("path", hint: "Paths start at the notebook's folder.") {
        try DreamFile(contentsOf: arguments.string("path") ?? "")
      }
      let manifest = file.manifest
      try arguments.placing("path") { try manifest.checkVersion() }
      let input = try input(of: file, arguments)
      let model = try model(of: manifest, arguments, execution)
      let dream = try ResumableDream(
        input, settings: manifest.settings, on: model, clock: execution.clock,
        cancellation: execution.cancellation)
      let display = DreamDisplay(execution, size: (input.width, input.height))
      let value = try finish(dream, display, execution, until: manifest.stepsDone)
      if let picture = value.picture, !execution.cancellation.isCancelled,
        let difference = manifest.difference(of: picture)
      {
        execution.sink.write(difference + "\n", to: .standardOutput)
      }
      return value
    }
  }

  private static func goOn(
    with dream: Value, named name: String, _ arguments: Arguments, _ execution: Execution
  ) throws -> Value {
    guard let provenance = dream.provenance else { return .none }
    let rest = try arguments.placing(name) {
      try ResumableDream(resuming: provenance, clock: execution.clock)
    }
    let display = DreamDisplay(execution, size: (rest.input.width, rest.input.height))
    return try finish(rest, display, execution)
  }

  /// Dreams, shows, prints where it ended, and keeps the picture of an interrupted dream besides.
  private static func finish(
    _ dream: ResumableDream, _ display: DreamDisplay, _ execution: Execution, until limit: Int? = nil
  ) throws -> Value {
    var dream = dream
    let (picture, result) = try dream.run(
      until: limit, cancellation: execution.cancellation, observer: { display.observe($0) })
    let line = try display.finish(picture, result)
    execution.sink.write(line + "\n", to: .standardOutput)
    if result.wasInterrupted { execution.reached = .image(picture) }
    return .image(picture)
  }

  // MARK: Arguments

  /// The model that is given, or the network cut at the layers that are.
  private static func extractor(_ arguments: Arguments) throws -> FeatureExtractor {
    if let extractor = arguments["model"].extractor {
      if arguments.isNone("layers") { return extractor }
      throw arguments.error(
        "The model has its layers already: \(extractor.outputs.joined(separator: ", ")).",
        hint: "Leave layers out, or give the network.", of: "layers")
    }
    guard let network = arguments.object("model", as: NetworkObject.self)?.network else {
      throw arguments.error(.type, "dream() needs a model.", of: "model")
    }
    let names = (arguments["layers"].sequence ?? []).map(\.text)
    guard !names.isEmpty else {
      let known = Architecture(rawValue: network.name)?.dreamLayers ?? network.layers.map(\.name)
      let middle = known.isEmpty ? "mixed3" : known[known.count / 2]
      throw arguments.error(
        "dream() needs to know which layers of \(network.name) to excite.",
        hint: "Give layers=['\(middle)'], for example.", of: "model")
    }
    return try arguments.placing("layers", as: .value) {
      try FeatureExtractor(network: network, outputs: names)
    }
  }

  private static func plan(
    _ arguments: Arguments, _ model: FeatureExtractor, size: (height: Int, width: Int)
  ) throws -> DreamEstimate {
    var settings = AscentSettings()
    settings.octaveScale = arguments.number("octave_scale")
    settings.steps = arguments.integer("steps") ?? settings.steps
    settings.stepSize = Float(arguments.number("step_size"))
    settings.octaves =
      arguments.integer("octaves")
      ?? settings.fittingOctaves(of: size, minimumSide: model.network.minimumSide, most: usualOctaves)
    var tiles = DreamEstimate.Tiles.automatic
    var place = "img"
    if let tile = arguments.integer("tile_size") { (tiles, place) = (.size(tile), "tile_size") }
    if !arguments.isNone("memory") {
      if place == "tile_size" {
        throw arguments.error("Give tile_size or memory, not both: memory chooses the tiles.", of: "memory")
      }
      (tiles, place) = (.fitting(memory: Int(arguments.number("memory") * 1e6)), "memory")
    }
    if arguments.isGiven("octaves"), !arguments.isNone("octaves"), place == "img" { place = "octaves" }
    return try arguments.placing(place) {
      try DreamEstimate(settings, size: size, model: model, tiles: tiles)
    }
  }

  /// What a dream will take: "4 sizes from 182×137 to 500×375, 20 steps each, as a whole: about 310 MB and 12.0 s".
  private static func announcement(_ plan: DreamEstimate, _ seconds: Double?) -> String {
    func text(_ size: (height: Int, width: Int)) -> String { "\(size.width)×\(size.height)" }
    let sizes = plan.sizes
    guard let first = sizes.first, let last = sizes.last else { return "" }
    let many = sizes.count == 1 ? text(last) : "\(sizes.count) sizes from \(text(first)) to \(text(last))"
    let isWhole = plan.settings.tileSize >= max(last.height, last.width)
    let tiles = isWhole ? "as a whole" : "in tiles of at most \(plan.settings.tileSize) pixels"
    let time = seconds.map { " and \(DreamDisplay.time($0))" } ?? ""
    let steps = "\(plan.settings.steps) \(plan.settings.steps == 1 ? "step" : "steps")"
    return "\(many), \(steps)\(sizes.count == 1 ? "" : " each"), \(tiles): "
      + "about \(plan.memory.inMegabytes)\(time)"
  }

  /// The picture that a recorded dream began with: the one that is given, else the file's own.
  private static func input(of file: DreamFile, _ arguments: Arguments) throws -> InputPicture {
    guard arguments.isNone("img") else {
      let given = InputPicture(arguments.tensor("img"))
      try arguments.placing("img") { try file.manifest.check(given) }
      return given
    }
    if let input = file.input { return input }
    let size = file.manifest.inputSize
    throw arguments.error(
      "The file does not hold the picture of \(size.width)×\(size.height) pixels that the dream began with.",
      hint: "Give it: replay(path, img=…).", of: "path")
  }

  /// The picture that a dream begins with; an image is kept as it is, not once more.
  private static func input(
    _ name: String, _ arguments: Arguments, for network: Network
  ) throws -> InputPicture {
    let levels = try arguments.image(name, for: network)
    if let picture = arguments[name].picture { return InputPicture(picture) }
    return InputPicture(levels)
  }

  /// The model of a recorded dream: the one that is given, else the one that the record names.
  private static func model(
    of manifest: Manifest, _ arguments: Arguments, _ execution: Execution
  ) throws -> FeatureExtractor {
    let place = arguments.isNone("model") ? "path" : "model"
    return try arguments.placing(place) {
      let progress = ProgressDisplay(execution)
      defer { progress.finish() }
      let model =
        try arguments["model"].extractor
        ?? manifest.makeModel(cancellation: execution.cancellation, progress: { progress.show($0) })
      try manifest.check(model, cancellation: execution.cancellation)
      return try FeatureExtractor(
        network: model.network, outputs: model.outputs, precision: manifest.precision,
        threads: manifest.threads)
    }
  }
}

import DreamKit
import DreamLanguage

/// DreamKit's own dream, in tiles that cover every pixel, and what goes with it: resuming one that was interrupted, and
/// making one again from its file.
enum TiledDreamCommands {
  static var all: [Command] { [dream, resume, replay] }

  // MARK: Implementation

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
        + "are dreamt in tiles that cover every pixel exactly once, rolled at random in each step. Time and memory are "
        + "estimated before the first step. Interrupted, it keeps the image reached in the variable _, and resume() goes "
        + "on to the picture that it would have become. save(d, 'dream.png') writes a record from which replay() makes "
        + "the same picture again.",
      result: "Dream",
      examples: [
        .runs(
          preparation
            + "d = dream(img, base_model, layers=['fire3/concat'], octaves=2, steps=2, seed=1)\nd.losses"),
        .runs(
          preparation + "model = Model(outputs=base_model.get_layer('fire2/concat').output)\n"
            + "d = dream(img, model, steps=1)\nsave(d, 'dream.png')"),
      ]
    ) { takes in
      let img = takes("img", .picture, "The picture: an Image, or levels in [0, 255].")
      let model = takes(
        "model", .modelOrNetwork, "The layers to excite: a Model, or a Network with layers=[…].")
      let layers = takes.optional(
        "layers", .texts, "The names of the layers, where the model is a whole network.", completion: .layers)
      let octaves = takes.optional(
        "octaves", .integer(from: 1, to: 20),
        "The number of sizes; None takes \(usual.octaves), or as many as the network's smallest side allows.")
      let scale = takes(
        "octave_scale", .number(above: 1), "How many times larger each size is than the one before.",
        default: usual.octaveScale)
      let steps = takes(
        "steps", .integer(from: 0, to: 1_000_000), "The number of steps at each size.", default: usual.steps)
      let stepSize = takes(
        "step_size", .stepSize, "How far each step goes; below 0 it climbs down.",
        unit: "standard deviations of the gradient; the image spans [-1, 1]",
        default: StepSize(usual.stepSize))
      let tile = takes.optional(
        "tile_size", .integer(from: 8, to: 1 << 16),
        "The longest side of a tile; None takes the largest that the memory allows.", unit: "pixels")
      let seed = takes.optional(
        "seed", .seed, "Fixes the rolls; None draws one, which settings tells.")
      let memory = takes.optional(
        "memory", .memory,
        "The most it may take, such as 500 (MB) or '2 GB'; None allows half of what is free.", unit: "MB")
      return { call in
        let model = try extractor(model, layers, in: call)
        try call.checkSize(of: img, for: model.network)
        let input = call[img].image.map(InputPicture.init) ?? InputPicture(call[img].tensor)
        let size = (height: input.height, width: input.width)
        var settings = AscentSettings()
        settings.octaveScale = call[scale]
        settings.steps = call[steps]
        settings.stepSize = call[stepSize].now
        settings.octaves =
          call[octaves]
          ?? settings.fittingOctaves(of: size, minimumSide: model.network.minimumSide, most: usual.octaves)
        let estimate = try {
          if let most = call[memory] {
            if call[tile] != nil {
              throw call.error("Give tile_size or memory, not both: memory chooses the tiles.", of: memory)
            }
            return try call.placing(memory) {
              try DreamEstimate(settings, size: size, model: model, tiles: .fitting(memory: most))
            }
          }
          if let side = call[tile] {
            return try call.placing(tile) {
              try DreamEstimate(settings, size: size, model: model, tiles: .size(side))
            }
          }
          let make = { try DreamEstimate(settings, size: size, model: model, tiles: .automatic) }
          return try call[octaves] == nil ? call.placing(img, make) : call.placing(octaves, make)
        }()
        settings = estimate.settings
        settings.seed = call.seed(seed)
        let dream = try ResumableDream(
          input, settings: settings, on: model, clock: call.execution.clock, cancellation: call.cancellation)
        let seconds = try estimate.time(
          dream.ascent, on: model, clock: call.execution.clock, cancellation: call.cancellation)
        let display = DreamDisplay(call.execution, size: (input.width, input.height))
        display.announce(announcement(estimate, seconds))
        return .image(try finish(dream, display, call))
      }
    }
  }

  private static var resume: Command {
    Command(
      "resume", .dreams, "Resumes an interrupted dream, to the picture it would have become.",
      result: "Dream",
      examples: [
        .shows("resume()"),
        .runs(
          preparation + "d = dream(img, base_model, layers=['fire2/concat'], octaves=1, steps=1)\n"
            + "if d.interrupted:\n    d = resume(d)"),
      ]
    ) { takes in
      let dream = takes.optional(
        "dream", .dream, "The dream; None takes the one in the variable _, where an interrupted one is.")
      return { call in
        guard let provenance = call[dream]?.provenance ?? call.execution.globals["_"]?.provenance else {
          throw Diagnostic(
            .value, "There is no interrupted dream in the variable _.", hint: "Give the dream: resume(d).")
        }
        let rest = try call.placing(dream) {
          try ResumableDream(resuming: provenance, clock: call.execution.clock)
        }
        return try finish(rest, in: call)
      }
    }
  }

  /// `resume`, as a method of a dream.
  static var resumeMethod: Member {
    .method("resume", "Resumes the dream where it was interrupted.", of: .dream, result: "Dream") { _ in
      { dream, call in
        try finish(try ResumableDream(resuming: dream.provenance, clock: call.execution.clock), in: call)
      }
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
      result: "Dream",
      examples: [
        .runs(
          preparation + "d = dream(img, base_model, layers=['fire2/concat'], octaves=1, steps=2)\n"
            + "save(d, 'dream.png')\nagain = replay('dream.png')\nall_equal = again == d")
      ]
    ) { takes in
      let path = takes("path", .text, "The PNG file of a dream.", completion: .paths)
      let img = takes.optional(
        "img", .picture, "The picture that the dream began with, where the file does not hold it.")
      let model = takes.optional(
        "model", .model, "The model, where its weights are not to be fetched as the record says.")
      return { call in
        let file = try call.placing(path, hint: "Paths start at the notebook's folder.") {
          try DreamFile(contentsOf: call[path])
        }
        let manifest = file.manifest
        try call.placing(path) { try manifest.checkVersion() }
        let given = call[img].map { InputPicture($0.tensor) }
        if let given { try call.placing(img) { try manifest.check(given) } }
        guard let input = given ?? file.input else {
          let size = manifest.inputSize
          throw call.error(
            "The file does not hold the picture of \(size.width)×\(size.height) pixels that the dream began with.",
            hint: "Give it: replay(path, img=…).", of: path)
        }
        let load = { try self.model(of: manifest, given: call[model], in: call) }
        let extractor = try call[model] == nil ? call.placing(path, load) : call.placing(model, load)
        let dream = try ResumableDream(
          input, settings: manifest.settings, on: extractor, clock: call.execution.clock,
          cancellation: call.cancellation)
        let display = DreamDisplay(call.execution, size: (input.width, input.height))
        let picture = try finish(dream, display, call, until: manifest.stepsDone)
        if !call.cancellation.isCancelled, let difference = manifest.difference(of: picture) {
          call.sink.write(difference + "\n", to: .standardOutput)
        }
        return .image(picture)
      }
    }
  }

  /// Dreams what remains of an interrupted dream.
  private static func finish(_ rest: ResumableDream, in call: Call) throws -> Value {
    let display = DreamDisplay(call.execution, size: (rest.input.width, rest.input.height))
    return .image(try finish(rest, display, call))
  }

  /// Dreams, shows, prints where it ended, and keeps the picture of an interrupted dream besides.
  private static func finish(
    _ dream: ResumableDream, _ display: DreamDisplay, _ call: Call, until limit: Int? = nil
  ) throws -> Image {
    var dream = dream
    let (dreamt, result) = try dream.run(
      until: limit, cancellation: call.cancellation, observer: { display.observe($0) })
    let picture = try dreamt.encoded()
    let line = try display.finish(picture, result)
    call.sink.write(line + "\n", to: .standardOutput)
    if result.wasInterrupted { call.execution.reached = .image(picture) }
    return picture
  }

  /// The model that is given, or the network cut at the layers that are.
  private static func extractor(
    _ model: Parameter<ModelArgument>, _ layers: Parameter<[String]?>, in call: Call
  ) throws -> FeatureExtractor {
    switch (call[model], call[layers] ?? []) {
    case (.model(let extractor), _):
      if call[layers] == nil { return extractor }
      throw call.error(
        "The model has its layers already: \(extractor.outputs.joined(separator: ", ")).",
        hint: "Leave layers out, or give the network.", of: layers)
    case (.network(let network), []):
      let known = Architecture.named(network.name)?.dreamLayers ?? network.layers.map(\.name)
      let middle = known.isEmpty ? "mixed3" : known[known.count / 2]
      throw call.error(
        "dream() needs to know which layers of \(network.name) to excite.",
        hint: "Give layers=['\(middle)'], for example.", of: model)
    case (.network(let network), let names):
      return try call.placing(layers, as: .value) { try FeatureExtractor(network: network, outputs: names) }
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

  /// The model of a recorded dream: the one that is given, else the one that the record names.
  private static func model(
    of manifest: Manifest, given: FeatureExtractor?, in call: Call
  ) throws -> FeatureExtractor {
    let progress = ProgressDisplay(call.execution)
    defer { progress.finish() }
    let model =
      try given ?? manifest.makeModel(cancellation: call.cancellation, progress: { progress.show($0) })
    try manifest.check(model, cancellation: call.cancellation)
    return try FeatureExtractor(
      network: model.network, outputs: model.outputs, precision: manifest.precision
    )
  }
}

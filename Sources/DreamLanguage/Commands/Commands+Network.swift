import DreamKit
import Ground

/// The commands that make networks and cut them at their layers.
enum NetworkCommands {
  static var all: [Command] {
    [
      dreamNet,
      load(
        .inceptionV3,
        aliases: ["tf.keras.applications.InceptionV3", "tf.keras.applications.inception_v3.InceptionV3"]),
      load(.squeezeNet), pretrained, model, layers, classify, calcLoss, gradient,
    ]
  }

  /// What calling a network or a model does: the activations of its output layers.
  static func activations(of extractor: FeatureExtractor, name: String) -> Command {
    Command(
      name, .networks, "The activations of the model's layers for an image.",
      parameters: [
        Parameter("img", .pictureOrBatch, "An image in [-1, 1], or a batch of one, whose axis is kept.")
      ],
      result: "Tensor, or a list of them where the model has several layers"
    ) { arguments, execution in
      var results = try extractor.activations(
        of: try arguments.normalizedImage("img", for: extractor.network), cancellation: execution.cancellation
      )
      if arguments.tensor("img").shape.rank == 4 {
        results = try results.map { try $0.reshaped(to: Shape([1] + $0.shape.dimensions)) }
      }
      return results.count == 1 ? .tensor(results[0]) : .list(results.map(Value.tensor))
    }
  }

  /// `get_layer`, as a method of a network.
  static var getLayer: Command {
    Command(
      "get_layer", .networks, "The layer of that name; its output is what a model is made of.",
      discussion: "layers(base_model) lists the names; within the quotes the Tab key completes them.",
      parameters: [
        Parameter("self", .object("a Network") { $0 is NetworkObject }),
        Parameter(
          "name",
          ParameterType(
            phrase: "the name of a layer, a string",
            remedy: { $0.number == nil ? nil : "layers(base_model) lists the names." },
            convert: ParameterType.text.convert), "The layer's name, such as 'mixed3'.", completion: .layers),
      ], result: "Layer",
      examples: [
        .runs("base_model = InceptionV3(weights=None)\nbase_model.get_layer('mixed3').output")
      ]
    ) { arguments, _ in
      guard let network = arguments.object("self", as: NetworkObject.self)?.network else { return .none }
      let layer = try arguments.placing("name", as: .value) {
        try network.layer(named: arguments.string("name") ?? "")
      }
      return .object(LayerObject(layer, of: network))
    }
  }

  /// `summary`, as a method of a network.
  static var summary: Command {
    Command(
      "summary", .networks, "Prints the network's layers: name, kind, shape.",
      parameters: [Parameter("self", .object("a Network") { $0 is NetworkObject })],
      examples: [.runs("base_model = SqueezeNet(weights=None)\nbase_model.summary()")]
    ) { arguments, execution in
      guard let network = arguments.object("self", as: NetworkObject.self)?.network else { return .none }
      execution.sink.write(LayerTable(network).plain + "\n", to: .standardOutput)
      return .none
    }
  }

  // MARK: Implementation

  private static var image: Parameter {
    Parameter(
      "img", .picture,
      "An image of values in [-1, 1], as preprocess_input makes it; at least 75 pixels a side for InceptionV3."
    )
  }
  private static var cut: Parameter {
    Parameter("model", .model, "The layers to excite, made by Model(inputs=…, outputs=…).")
  }

  /// The lines before the examples: a small image, and a model of one layer.
  static let preparation =
    "base_model = InceptionV3(weights=None)\n"
    + "dream_model = Model(base_model.input, base_model.get_layer('mixed0').output)\n"
    + "img = preprocess_input(sample_image(96, 80))\n"

  private static var seed: Parameter {
    Parameter("seed", .integer(from: 0), "Which numbers weights=None draws.", default: .int(0))
  }

  private static var dreamNet: Command {
    Command(
      Architecture.dreamNet.rawValue, .networks,
      "Loads DreamNet, the network that comes with DreamKit: no download, trained on drawn pictures.",
      discussion:
        "It has InceptionV3's layer names, mixed0 to mixed10, so whatever runs with InceptionV3 runs with it. The deeper the layer, the "
        + "richer the motifs: lines and grids, then scales, feathers and eyes, then faces, flowers and towers. "
        + "include_top=True adds the layer 'predictions' with a channel for each class that it can tell; base_model.classes names them.",
      parameters: [
        Parameter(
          "include_top", .flag, "Whether the classifier is added, the layer 'predictions'.",
          default: .bool(false)),
        Parameter(
          "weights", .optional(.text),
          "'dreamnet' for its own, the path of a Keras file, or None for chance.",
          default: .string("dreamnet"), completion: .paths),
        seed,
      ],
      result: "Network",
      examples: [
        .runs("base_model = DreamNet()\nlayers(base_model)"),
        .runs("base_model = DreamNet(include_top=True)\nbase_model.classes[:3]"),
      ]
    ) { arguments, execution in
      let source: WeightSource =
        switch arguments.string("weights") {
        case nil: .random(seed: UInt64(arguments.integer("seed") ?? 0))
        case "dreamnet": .installed
        case "imagenet":
          throw arguments.error(
            "DreamNet has not seen ImageNet.",
            hint: "Write DreamNet() for its own weights, or InceptionV3() for ImageNet's.",
            of: "weights")
        case let path?: .file(path)
        }
      return .object(
        try load(.dreamNet, source, includesTop: arguments.flag("include_top"), arguments, execution))
    }
  }

  private static var pretrained: Command {
    Command(
      "pretrained", .networks, "Loads a network with trained weights, and says which.",
      discussion:
        "Without a name it is InceptionV3 where its official file is in the weights folder, and DreamNet, which comes with "
        + "DreamKit, where it is not: nothing is downloaded then.",
      parameters: [
        Parameter(
          "name", .optional(.text), "The network's name, or None for the best that is here.",
          default: Value.none, completion: .choices(trained.map(\.rawValue)))
      ],
      result: "Network",
      examples: [.runs("base_model = pretrained()"), .runs("base_model = pretrained('DreamNet')")]
    ) { arguments, execution in
      let hasInception = WeightCatalog().presentFile(for: .inceptionV3) != nil
      var architecture: Architecture = hasInception ? .inceptionV3 : .dreamNet
      var hint =
        hasInception
        ? ""
        : " InceptionV3's official weights are not here; pretrained('InceptionV3') fetches them (88 MB, once)."
      if let name = arguments.string("name") {
        guard let chosen = trained.first(where: { $0.rawValue == name }) else {
          throw arguments.error(
            "There is no trained network '\(name)'.",
            hint: "Choose one of \(trained.map { "'\($0.rawValue)'" }.joined(separator: " and ")).",
            of: "name")
        }
        (architecture, hint) = (chosen, "")
      }
      let network = try load(
        architecture, architecture == .dreamNet ? .installed : .imagenet, arguments, execution, of: "name")
      execution.sink.write(
        "\(network.network.name), \(network.network.origin).\(hint)\n", to: .standardOutput)
      return .object(network)
    }
  }

  /// The networks whose trained weights come with DreamKit or can be fetched.
  private static let trained: [Architecture] = [.dreamNet, .inceptionV3]

  /// Builds a network while its progress is shown.
  private static func load(
    _ architecture: Architecture, _ source: WeightSource, includesTop: Bool = false, _ arguments: Arguments,
    _ execution: Execution, of parameter: String = "weights",
    hint: String = "Give the path of a Keras HDF5 file, or None for chance."
  ) throws -> NetworkObject {
    let display = ProgressDisplay(execution)
    defer { display.finish() }
    return try arguments.placing(parameter, hint: hint) {
      NetworkObject(
        try execution.floor.aside {
          try execution.services.network(
            architecture, source, includesTop, execution.cancellation, { display.show($0) })
        })
    }
  }

  private static func load(_ architecture: Architecture, aliases: [String] = []) -> Command {
    Command(
      architecture.rawValue, .networks, "Loads the network \(architecture.rawValue).",
      discussion:
        "`weights` is 'imagenet' for the official file, which is fetched once and kept; the path of a Keras "
        + "HDF5 file; or None for numbers drawn by chance, whose dreams are only patterns.",
      parameters: [
        Parameter("include_top", .flag, "Only False: a dream needs no classifier.", default: .bool(false)),
        Parameter(
          "weights", .optional(.text), "'imagenet', the path of a file, or None for chance.",
          default: .string("imagenet"),
          completion: .paths),
        seed,
      ],
      result: "Network", aliases: aliases,
      examples: [.runs("base_model = \(architecture.rawValue)(include_top=False, weights=None)")]
    ) { arguments, execution in
      if arguments.flag("include_top") {
        throw arguments.error(
          "include_top must be False: a dream needs no classifier.", hint: "Write include_top=False.",
          of: "include_top")
      }
      let source: WeightSource =
        switch arguments.string("weights") {
        case nil: .random(seed: UInt64(arguments.integer("seed") ?? 0))
        case "imagenet": .imagenet
        case let path?: .file(path)
        }
      let isNear = Spelling.nearest(to: arguments.string("weights") ?? "", in: ["imagenet"]) != nil
      return .object(
        try load(
          architecture, source, arguments, execution,
          hint: isNear
            ? "Did you mean weights='imagenet'?" : "Give the path of a Keras HDF5 file, 'imagenet', or None.")
      )
    }
  }

  private static var model: Command {
    Command(
      "Model", .networks, "Cuts a network at the layers that a dream shall excite.",
      parameters: [
        Parameter(
          "inputs",
          .optional(
            .object("base_model.input", remedy: "Write inputs=base_model.input.") { $0 is NetworkInputObject }
          ),
          "base_model.input; None takes that of the outputs' network.",
          default: Value.none),
        Parameter(
          "outputs", .any, "The output of a layer, or a list of them: base_model.get_layer(name).output.",
          default: Value.none),
        Parameter(
          "precision", .text,
          "'auto' computes in the fastest way, whose rounding error is a few times that of plain float32 sums; 'exact' takes plain "
            + "sums everywhere, at about half the speed.",
          default: .string(Precision.automatic.rawValue),
          completion: .choices(Precision.allCases.map(\.rawValue))),
      ],
      result: "Model", aliases: ["tf.keras.Model", "tf.keras.models.Model"],
      examples: [
        .runs(
          "base_model = InceptionV3(weights=None)\nlayers = [base_model.get_layer(name).output for name in "
            + "['mixed3', 'mixed5']]\ndream_model = Model(inputs=base_model.input, outputs=layers)")
      ]
    ) { arguments, _ in
      let parts = arguments["outputs"].sequence ?? [arguments["outputs"]]
      var outputs: [LayerOutputObject] = []
      for part in parts {
        guard case .object(let object) = part, let output = object as? LayerOutputObject else {
          throw arguments.error(
            .type, "Model() needs 'outputs' to be layer outputs, not \(part.typePhrase).",
            hint: "Write outputs=[base_model.get_layer('mixed3').output].", of: "outputs")
        }
        outputs.append(output)
      }
      guard let network = outputs.first?.network else {
        throw arguments.error(
          "Model() needs at least one layer output.",
          hint: "Write outputs=[base_model.get_layer('mixed3').output].", of: "outputs")
      }
      let input = arguments.object("inputs", as: NetworkInputObject.self)?.network
      guard outputs.allSatisfy({ $0.network === network }), input == nil || input === network else {
        throw arguments.error(
          "The layers and the input belong to different networks.",
          hint: "Run the cells from the network on again.",
          of: "outputs")
      }
      let name = arguments.string("precision") ?? ""
      guard let precision = Precision(rawValue: name) else {
        throw arguments.error(
          "Model() knows the precisions 'auto' and 'exact', not '\(name)'.", of: "precision")
      }
      let extractor = try FeatureExtractor(
        network: network, outputs: outputs.map(\.output), precision: precision)
      return .object(ModelObject(extractor, command: activations(of: extractor, name: "model")))
    }
  }

  private static var layers: Command {
    Command(
      "layers", .networks, "The layers of a network: name, kind, shape.",
      parameters: [Parameter("model", .any, "A Network or a Model.")], result: "a table",
      examples: [.runs("base_model = SqueezeNet(weights=None)\nlayers(base_model)")]
    ) { arguments, _ in
      guard
        let network = arguments.object("model", as: NetworkObject.self)?.network
          ?? arguments["model"].extractor?.network
      else {
        throw arguments.error(
          .type, "layers() needs a Network, not \(arguments["model"].typePhrase).", of: "model")
      }
      let table = LayerTable(network)
      return .object(RichText(.layerTable, plain: table.plain, html: table.html))
    }
  }

  private static var classify: Command {
    Command(
      "classify", .networks, "What a network with a classifier sees in an image: its likeliest classes.",
      discussion:
        "The classifier's answer is averaged over the image and turned into probabilities by a softmax.",
      parameters: [
        image,
        Parameter(
          "model", .object("a Network") { $0 is NetworkObject }, "A network made with include_top=True."),
        Parameter("top", .integer(from: 1), "How many classes are wanted.", default: .int(5)),
      ],
      result: "list of (class, probability), the likeliest first",
      aliases: ["tf.keras.applications.imagenet_utils.decode_predictions"],
      examples: [
        .runs(
          "base_model = DreamNet(include_top=True)\nclassify(preprocess_input(sample_image(160, 160)), base_model, top=3)"
        )
      ]
    ) { arguments, execution in
      guard let network = arguments.object("model", as: NetworkObject.self) else { return .none }
      let classifier = try arguments.placing("model", as: .value) { try network.classifier() }
      let shares = try classifier.probabilities(
        of: try arguments.normalizedImage("img", for: network.network), cancellation: execution.cancellation)
      let answer = zip(classifier.classes, shares).map { (name: $0, probability: $1) }
      let best = answer.sorted { $0.probability > $1.probability }.prefix(arguments.integer("top") ?? 5)
      return .list(best.map { .tuple([.string($0.name), .single($0.probability)]) })
    }
  }

  private static var calcLoss: Command {
    Command(
      "calc_loss", .networks, "How strongly an image excites a model: the mean of each layer, summed.",
      discussion:
        "As in the paper, each layer's mean keeps small layers from being drowned by large ones, and the layers are not "
        + "weighted otherwise.",
      parameters: [image, cut], result: "float",
      examples: [
        .runs(preparation + "calc_loss(img, dream_model)")
      ]
    ) { arguments, execution in
      guard let extractor = arguments["model"].extractor else { return .none }
      return .single(
        try extractor.loss(
          of: try arguments.normalizedImage("img", for: extractor.network),
          cancellation: execution.cancellation))
    }
  }

  private static var gradient: Command {
    Command(
      "gradient", .networks, "The loss of an image and how each of its values changes it.",
      discussion:
        "The gradient is not normalised. A step of the paper is `img + gradients / (std(gradients) + 1e-8) * step_size`, "
        + "clipped to [-1, 1].",
      parameters: [image, cut], result: "(loss, gradient)",
      replaces: ["tf.gradients": "gradient(img, model)"],
      examples: [.runs(preparation + "loss, gradients = gradient(img, dream_model)\nstd(gradients)")]
    ) { arguments, execution in
      guard let extractor = arguments["model"].extractor else { return .none }
      let (loss, gradient) = try extractor.lossAndGradient(
        of: try arguments.normalizedImage("img", for: extractor.network), cancellation: execution.cancellation
      )
      return .tuple([.single(loss), .tensor(gradient)])
    }
  }
}

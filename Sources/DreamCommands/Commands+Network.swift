import DreamKit
import DreamLanguage
import Ground

/// The commands that make networks and cut them at their layers.
enum NetworkCommands {
  static var all: [Command] {
    let others = Architecture.all.filter { $0.name != Architecture.dreamNet.name }
    return [dreamNet] + others.map(load) + [pretrained, model, layers, classify, calcLoss, gradient]
  }

  /// What calling a model does: the activations of its output layers.
  static func activations(of extractor: FeatureExtractor) -> Command {
    Command(
      "model", .networks, "The activations of the model's layers for an image.",
      result: "Tensor, or a list of them where the model has several layers"
    ) { takes in
      let img = takes("img", .pictureOrBatch, "An image in [-1, 1], or a batch of one, whose axis is kept.")
      return { call in
        var results = try extractor.activations(
          of: try call.normalizedImage(img, for: extractor.network), cancellation: call.cancellation)
        if call[img].shape.rank == 4 {
          results = try results.map { try $0.reshaped(to: Shape([1] + $0.shape.dimensions)) }
        }
        return results.count == 1 ? .tensor(results[0]) : .list(results.map(Value.tensor))
      }
    }
  }

  /// `get_layer`, as a method of a network.
  static var getLayer: Member {
    .method(
      "get_layer", "The layer of that name; its output is what a model is made of.", of: .network,
      discussion: "layers(base_model) lists the names; within the quotes the Tab key completes them.",
      result: "Layer",
      examples: [.runs("base_model = InceptionV3(weights=None)\nbase_model.get_layer('mixed3').output")]
    ) { takes in
      let name = takes("name", layerName, "The layer's name, such as 'mixed3'.", completion: .layers)
      return { object, call in
        let layer = try call.placing(name, as: .value) { try object.network.layer(named: call[name]) }
        return .object(LayerObject(layer, of: object.network))
      }
    }
  }

  /// `summary`, as a method of a network.
  static var summary: Member {
    .method(
      "summary", "Prints the network's layers: name, kind, shape.", of: .network,
      examples: [.runs("base_model = SqueezeNet(weights=None)\nbase_model.summary()")]
    ) { _ in
      { object, call in
        call.sink.write(LayerTable(object.network).plain + "\n", to: .standardOutput)
        return .none
      }
    }
  }

  // MARK: Implementation

  private static var layerName: ParameterType<String> {
    ParameterType(
      "the name of a layer, a string",
      remedy: { $0.number == nil ? nil : "layers(base_model) lists the names." },
      convert: ParameterType.text.convert)
  }

  private static func image(_ takes: Parameters) -> Parameter<ArrayArgument> {
    takes(
      "img", .picture,
      "An image of values in [-1, 1], as preprocess_input makes it; at least 75 pixels a side for InceptionV3."
    )
  }
  private static func model(_ takes: Parameters) -> Parameter<FeatureExtractor> {
    takes("model", .model, "The layers to excite, made by Model(inputs=…, outputs=…).")
  }

  /// The lines before the examples: a small image, and a model of one layer.
  static let preparation =
    "base_model = InceptionV3(weights=None)\n"
    + "dream_model = Model(base_model.input, base_model.get_layer('mixed0').output)\n"
    + "img = preprocess_input(sample_image(96, 80))\n"

  private static func seed(_ takes: Parameters) -> Parameter<UInt64> {
    takes("seed", .seed, "Which numbers weights=None draws.", default: 0)
  }

  private static var dreamNet: Command {
    Command(
      Architecture.dreamNet.name, .networks,
      "Loads DreamNet, the network that comes with DreamKit: no download, trained on drawn pictures.",
      discussion:
        "It has InceptionV3's layer names, mixed0 to mixed10, so whatever runs with InceptionV3 runs with it. The deeper the layer, the "
        + "richer the motifs: lines and grids, then scales, feathers and eyes, then faces, flowers and towers. "
        + "include_top=True adds the layer 'predictions' with a channel for each class that it can tell; base_model.classes names them.",
      result: "Network",
      examples: [
        .runs("base_model = DreamNet()\nlayers(base_model)"),
        .runs("base_model = DreamNet(include_top=True)\nbase_model.classes[:3]"),
      ]
    ) { takes in
      let includesTop = takes(
        "include_top", .flag, "Whether the classifier is added, the layer 'predictions'.", default: false)
      let weights = takes(
        "weights", .optional(.text),
        "'dreamnet' for its own, the path of a Keras file, or None for random numbers.",
        default: "dreamnet", completion: .paths)
      let seed = seed(takes)
      return { call in
        let source: WeightSource =
          switch call[weights] {
          case nil: .random(seed: call[seed])
          case "dreamnet": .installed
          case "imagenet":
            throw call.error(
              "DreamNet has not seen ImageNet.",
              hint: "Write DreamNet() for its own weights, or InceptionV3() for ImageNet's.", of: weights)
          case let path?: .file(path)
          }
        return .object(
          try load(
            .dreamNet, source, includesTop: call[includesTop], in: call, of: weights,
            hint: "Give the path of a Keras HDF5 file, or None for random numbers."))
      }
    }
  }

  private static var pretrained: Command {
    Command(
      "pretrained", .networks, "Loads a network with trained weights, and says which.",
      discussion:
        "Without a name it is InceptionV3 where its official file is in the weights folder, and DreamNet, which comes with "
        + "DreamKit, where it is not: nothing is downloaded then.",
      result: "Network",
      examples: [.runs("base_model = pretrained()"), .runs("base_model = pretrained('DreamNet')")]
    ) { takes in
      let name = takes.optional(
        "name", .text, "The network's name, or None for the best that is here.",
        completion: .choices(trained.map(\.name)))
      return { call in
        let hasInception = WeightCatalog().presentFile(for: .inceptionV3) != nil
        var architecture: Architecture = hasInception ? .inceptionV3 : .dreamNet
        var hint =
          hasInception
          ? ""
          : " InceptionV3's official weights are not here; pretrained('InceptionV3') fetches them (88 MB, once)."
        if let wanted = call[name] {
          guard let chosen = trained.first(where: { $0.name == wanted }) else {
            throw call.error(
              "There is no trained network '\(wanted)'.",
              hint: "Choose one of \(trained.map { "'\($0.name)'" }.joined(separator: " and ")).",
              of: name)
          }
          (architecture, hint) = (chosen, "")
        }
        let network = try load(
          architecture, architecture.weights.source ?? .imagenet, in: call, of: name,
          hint: "Give the path of a Keras HDF5 file, or None for random numbers.")
        call.sink.write("\(network.network.name), \(network.network.origin).\(hint)\n", to: .standardOutput)
        return .object(network)
      }
    }
  }

  /// The networks whose trained weights come with DreamKit or can be fetched.
  private static let trained = Architecture.all.filter { $0.weights.source != nil }

  /// Builds a network while its progress is shown.
  private static func load<Argument>(
    _ architecture: Architecture, _ source: WeightSource, includesTop: Bool = false, in call: Call,
    of parameter: Parameter<Argument>, hint: String
  ) throws -> NetworkObject {
    try call.placing(parameter, hint: hint) {
      try call.fetching { progress in
        NetworkObject(
          try call.execution.services.network(architecture, source, includesTop, call.cancellation, progress))
      }
    }
  }

  private static func load(_ architecture: Architecture) -> Command {
    let aliases = architecture.kerasModule.map { module in
      ["", "\(module)."].map { "tf.keras.applications.\($0)\(architecture.name)" }
    }
    return Command(
      architecture.name, .networks, "Loads the network \(architecture.name).",
      discussion:
        "`weights` is 'imagenet' for the official file, which is fetched once and kept; the path of a Keras "
        + "HDF5 file; or None for numbers drawn at random, whose dreams are only patterns.",
      result: "Network", aliases: aliases ?? [],
      examples: [.runs("base_model = \(architecture.name)(include_top=False, weights=None)")]
    ) { takes in
      let includesTop = takes(
        "include_top", .flag, "Only False: a dream needs no classifier.", default: false)
      let weights = takes(
        "weights", .optional(.text), "'imagenet', the path of a file, or None for random numbers.",
        default: "imagenet", completion: .paths)
      let seed = seed(takes)
      return { call in
        if call[includesTop] {
          throw call.error(
            "include_top must be False: a dream needs no classifier.", hint: "Write include_top=False.",
            of: includesTop)
        }
        let source: WeightSource =
          switch call[weights] {
          case nil: .random(seed: call[seed])
          case "imagenet": .imagenet
          case let path?: .file(path)
          }
        let isNear = Spelling.nearest(to: call[weights] ?? "", in: ["imagenet"]) != nil
        return .object(
          try load(
            architecture, source, in: call, of: weights,
            hint: isNear
              ? "Did you mean weights='imagenet'?"
              : "Give the path of a Keras HDF5 file, 'imagenet', or None."))
      }
    }
  }

  private static var model: Command {
    Command(
      "Model", .networks, "Cuts a network at the layers that a dream shall excite.",
      result: "Model", aliases: ["tf.keras.Model", "tf.keras.models.Model"], type: .model,
      examples: [
        .runs(
          "base_model = InceptionV3(weights=None)\nlayers = [base_model.get_layer(name).output for name in "
            + "['mixed3', 'mixed5']]\ndream_model = Model(inputs=base_model.input, outputs=layers)")
      ]
    ) { takes in
      let input = takes.optional(
        "inputs",
        .object(NetworkInputObject.self, "base_model.input", remedy: "Write inputs=base_model.input."),
        "base_model.input; None takes that of the outputs' network.")
      let outputs = takes(
        "outputs", .any, "The output of a layer, or a list of them: base_model.get_layer(name).output.",
        default: .none)
      let precision = takes(
        "precision", .text,
        "'auto' computes in the fastest way, whose rounding error is a few times that of plain float32 sums; 'exact' takes plain "
          + "sums everywhere, at about half the speed.",
        default: Precision.automatic.rawValue, completion: .choices(Precision.allCases.map(\.rawValue)))
      return { call in
        let hint = "Write outputs=[base_model.get_layer('mixed3').output]."
        let layers = try (call[outputs].sequence ?? [call[outputs]]).map { part in
          guard case .object(let output as LayerOutputObject) = part else {
            throw call.error(
              .type, "Model() needs 'outputs' to be layer outputs, not \(part.typePhrase).", hint: hint,
              of: outputs)
          }
          return output
        }
        guard let network = layers.first?.network else {
          throw call.error("Model() needs at least one layer output.", hint: hint, of: outputs)
        }
        guard layers.allSatisfy({ $0.network === network }),
          call[input].map({ $0.network === network }) ?? true
        else {
          throw call.error(
            "The layers and the input belong to different networks.",
            hint: "Run the cells from the network on again.", of: outputs)
        }
        guard let mode = Precision(rawValue: call[precision]) else {
          throw call.error(
            "Model() knows the precisions 'auto' and 'exact', not '\(call[precision])'.", of: precision)
        }
        let extractor = try FeatureExtractor(
          network: network, outputs: layers.map(\.output), precision: mode)
        return .object(ModelObject(extractor, command: activations(of: extractor)))
      }
    }
  }

  private static var layers: Command {
    Command(
      "layers", .networks, "The layers of a network: name, kind, shape.", result: "a table",
      examples: [.runs("base_model = SqueezeNet(weights=None)\nlayers(base_model)")]
    ) { takes in
      let model = takes("model", .any, "A Network or a Model.")
      return { call in
        guard let network = ParameterType.modelOrNetwork.convert(call[model])?.network else {
          throw call.error(.type, "layers() needs a Network, not \(call[model].typePhrase).", of: model)
        }
        let table = LayerTable(network)
        return .object(RichText(.layerTable, plain: table.plain, html: table.html))
      }
    }
  }

  private static var classify: Command {
    Command(
      "classify", .networks, "What a network with a classifier sees in an image: its likeliest classes.",
      discussion:
        "The classifier's answer is averaged over the image and turned into probabilities by a softmax.",
      result: "list of (class, probability), the likeliest first",
      aliases: ["tf.keras.applications.imagenet_utils.decode_predictions"],
      examples: [
        .runs(
          "base_model = DreamNet(include_top=True)\nclassify(preprocess_input(sample_image(160, 160)), base_model, top=3)"
        )
      ]
    ) { takes in
      let img = image(takes)
      let model = takes("model", .network, "A network made with include_top=True.")
      let top = takes("top", .integer(from: 1), "How many classes are wanted.", default: 5)
      return { call in
        let classifier = try call.placing(model, as: .value) { try call[model].classifier() }
        let shares = try classifier.probabilities(
          of: try call.normalizedImage(img, for: call[model].network), cancellation: call.cancellation)
        let best = zip(classifier.classes, shares).sorted { $0.1 > $1.1 }.prefix(call[top])
        return .list(best.map { .tuple([.string($0.0), .single($0.1)]) })
      }
    }
  }

  private static var calcLoss: Command {
    Command(
      "calc_loss", .networks, "How strongly an image excites a model: the mean of each layer, summed.",
      discussion:
        "As in the paper, each layer's mean keeps small layers from being drowned by large ones, and the layers are not "
        + "weighted otherwise.",
      result: "float", examples: [.runs(preparation + "calc_loss(img, dream_model)")]
    ) { takes in
      let (img, model) = (image(takes), model(takes))
      return { call in
        .single(
          try call[model].loss(
            of: try call.normalizedImage(img, for: call[model].network), cancellation: call.cancellation))
      }
    }
  }

  private static var gradient: Command {
    Command(
      "gradient", .networks, "The loss of an image and how each of its values changes it.",
      discussion:
        "The gradient is not normalised. A step of the paper is `img + gradients / (std(gradients) + 1e-8) * step_size`, "
        + "clipped to [-1, 1].",
      result: "(loss, gradient)", replaces: ["tf.gradients": "gradient(img, model)"],
      examples: [.runs(preparation + "loss, gradients = gradient(img, dream_model)\nstd(gradients)")]
    ) { takes in
      let (img, model) = (image(takes), model(takes))
      return { call in
        let (loss, gradient) = try call[model].lossAndGradient(
          of: try call.normalizedImage(img, for: call[model].network), cancellation: call.cancellation)
        return .tuple([.single(loss), .tensor(gradient)])
      }
    }
  }
}

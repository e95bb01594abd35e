import Ground

/// The networks DreamKit can build.
public enum Architecture: String, CaseIterable, Sendable {
  case dreamNet = "DreamNet"
  case inceptionV3 = "InceptionV3"
  case squeezeNet = "SqueezeNet"

  /// Layers worth dreaming of, from lines to whole objects.
  public var dreamLayers: [String] {
    switch self {
    case .dreamNet, .inceptionV3: (0...10).map { "mixed\($0)" }
    case .squeezeNet: (2...9).map { "fire\($0)/concat" }
    }
  }

  /// The smallest side of an image, in pixels.
  public var minimumSide: Int {
    switch self {
    case .dreamNet, .inceptionV3: InceptionRow.minimumSide
    case .squeezeNet: SqueezeNet.minimumSide
    }
  }

  /// The network's layers; with `classes` those of the classifier too, where DreamKit knows it.
  package func makeGraph(classes: Int? = nil) -> Graph {
    switch self {
    case .dreamNet: DreamNet.makeGraph(classes: classes)
    case .inceptionV3: InceptionV3.makeGraph()
    case .squeezeNet: SqueezeNet.makeGraph()
    }
  }
}

/// Where a network's parameters come from.
public enum WeightSource: Sendable, Equatable {
  /// The official file of the Keras project, found in the weights folder or downloaded.
  case imagenet
  /// The file that comes with DreamKit: DreamNet's.
  case installed
  /// A Keras HDF5 file.
  case file(String)
  /// Random numbers, as Keras draws them (Glorot uniform kernels), from a seed.
  case random(seed: UInt64)
}

extension Network {
  /// Builds a network and gives it its parameters. A file's shapes are all checked now; its values are read when a
  /// model needs them.
  ///
  /// - Parameter includesTop: whether the classifier is wanted too, the layer `predictions`. Only DreamNet has one.
  /// - Throws: ``DreamError`` where the weights cannot be found, downloaded or do not fit; the sentence says what to do.
  public static func load(
    _ architecture: Architecture, weights: WeightSource, includesTop: Bool = false,
    cancellation: Cancellation,
    progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> Network {
    let classes = includesTop && architecture == .dreamNet ? try DreamNet.classes() : []
    let graph = architecture.makeGraph(classes: classes.isEmpty ? nil : classes.count)
    let parameters: any ParameterStore
    let origin: String
    switch weights {
    case .random(let seed):
      parameters = RandomParameters(for: graph, seed: seed)
      origin = "random weights, seed \(seed)"
    case .imagenet:
      let path = try WeightCatalog().file(for: architecture, cancellation: cancellation, progress: progress)
      parameters = try bind(graph, architecture, to: path)
      origin = "ImageNet weights"
    case .installed:
      parameters = try DreamNet.parameters(for: graph)
      origin = "trained on drawn pictures"
    case .file(let path):
      parameters = try bind(graph, architecture, to: Environment.expand(path))
      origin = "weights from \(path)"
    }
    return Network(
      name: architecture.rawValue, origin: origin, source: weights, minimumSide: architecture.minimumSide,
      graph: graph, parameters: parameters, classes: classes)
  }

  private static func bind(
    _ graph: Graph, _ architecture: Architecture, to path: String
  ) throws(DreamError) -> WeightBinding {
    try WeightStore(path: path).bind(
      graph.weightRequests, network: architecture.rawValue, layerOrder: graph.kerasLayerOrder)
  }
}

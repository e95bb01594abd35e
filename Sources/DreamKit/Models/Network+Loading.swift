/// The networks DreamKit can build.
public enum Architecture: String, CaseIterable, Sendable {
  case inceptionV3 = "InceptionV3"
  case squeezeNet = "SqueezeNet"

  /// Layers worth dreaming of, from lines to whole objects.
  public var dreamLayers: [String] {
    switch self {
    case .inceptionV3: (0...10).map { "mixed\($0)" }
    case .squeezeNet: (2...9).map { "fire\($0)/concat" }
    }
  }

  /// The smallest side of an image, in pixels.
  public var minimumSide: Int {
    switch self {
    case .inceptionV3: InceptionV3.minimumSide
    case .squeezeNet: SqueezeNet.minimumSide
    }
  }

  /// The network's layers.
  package func makeGraph() -> Graph {
    switch self {
    case .inceptionV3: InceptionV3.makeGraph()
    case .squeezeNet: SqueezeNet.makeGraph()
    }
  }
}

/// Where a network's parameters come from.
public enum WeightSource: Sendable, Equatable {
  /// The official file of the Keras project, found in the weights folder or downloaded.
  case imagenet
  /// A Keras HDF5 file.
  case file(String)
  /// Random numbers, as Keras draws them (Glorot uniform kernels), from a seed.
  case random(seed: UInt64)
}

extension Network {
  /// Builds a network and gives it its parameters. A file's shapes are all checked now; its values are read when a
  /// model needs them.
  ///
  /// - Throws: ``DreamError`` where the weights cannot be found, downloaded or do not fit; the sentence says what to do.
  public static func load(
    _ architecture: Architecture, weights: WeightSource, cancellation: Cancellation,
    progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> Network {
    let graph = architecture.makeGraph()
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
    case .file(let path):
      parameters = try bind(graph, architecture, to: Environment.expand(path))
      origin = "weights from \(path)"
    }
    return Network(
      name: architecture.rawValue, origin: origin, source: weights, minimumSide: architecture.minimumSide,
      graph: graph, parameters: parameters)
  }

  private static func bind(
    _ graph: Graph, _ architecture: Architecture, to path: String
  ) throws(DreamError) -> WeightBinding {
    try WeightStore(path: path).bind(
      graph.weightRequests, network: architecture.rawValue, layerOrder: graph.kerasLayerOrder)
  }
}

import Ground

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
  /// - Parameter includesTop: whether the classifier is wanted too, where DreamKit knows it.
  /// - Throws: ``DreamError`` where the weights cannot be found, downloaded or do not fit; the sentence says what to do.
  public static func load(
    _ architecture: Architecture, weights: WeightSource, includesTop: Bool = false,
    cancellation: Cancellation,
    progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> Network {
    let classes = includesTop ? try architecture.classes() : []
    let graph = architecture.makeGraph(classes: classes.count)
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
      guard case .installed(let installed) = architecture.weights else {
        throw DreamError(.notFound, "\(architecture.name) does not come with weights.")
      }
      parameters = try installed.parameters(graph)
      origin = "trained on drawn pictures"
    case .file(let path):
      parameters = try bind(graph, architecture, to: Environment.expand(path))
      origin = "weights from \(path)"
    }
    return Network(
      name: architecture.name, origin: origin, source: weights, minimumSide: architecture.minimumSide,
      graph: graph, parameters: parameters, classes: classes)
  }

  private static func bind(
    _ graph: Graph, _ architecture: Architecture, to path: String
  ) throws(DreamError) -> WeightBinding {
    try WeightStore(path: path).bind(
      graph.weightRequests, network: architecture.name, layerOrder: graph.kerasLayerOrder)
  }
}

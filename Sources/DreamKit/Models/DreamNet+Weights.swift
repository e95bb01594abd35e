import Ground

/// DreamNet's weights, which come with DreamKit: the network, and in a file of its own the classifier.
extension DreamNet {
  /// The file of the network, in Keras' layout.
  package static let fileName = "dreamnet.h5"
  /// The file of the classifier, with the names of its classes.
  package static let topFileName = "dreamnet_top.h5"

  /// Where the two files are, or nil where they are missing.
  public static var folder: String? {
    InstalledFiles.folder("models", holding: [fileName, topFileName])
  }

  /// The names of the classes, in the order of the classifier's channels.
  ///
  /// - Throws: ``DreamError`` where the files are missing or cannot be read.
  package static func classes() throws(DreamError) -> [String] {
    let file = try HDF5File(path: try path(of: topFileName), isOwn: true)
    guard let names = try file.strings("class_names", of: "/"), !names.isEmpty else {
      throw DreamError(.unreadable, "\(file.path) names no classes.", remedy: "Install DreamKit again.")
    }
    return names
  }

  /// The weights for the network's graph, with the classifier's where the graph has one.
  package static func parameters(for graph: Graph) throws(DreamError) -> any ParameterStore {
    let requests = graph.weightRequests
    let (top, features) = (
      requests.filter { $0.name == classifier }, requests.filter { $0.name != classifier }
    )
    let own = try WeightStore(path: try path(of: fileName), isOwn: true).bind(features, network: "DreamNet")
    if top.isEmpty { return RememberedParameters(own) }
    return RememberedParameters(
      TwoFiles(
        features: own,
        top: try WeightStore(path: try path(of: topFileName), isOwn: true).bind(top, network: "DreamNet")))
  }

  // MARK: Implementation

  private struct TwoFiles: ParameterStore {
    let features: WeightBinding
    let top: WeightBinding

    var identity: String? {
      guard let features = features.identity, let top = top.identity else { return nil }
      return features + "-" + top
    }
    var files: [String] { features.files + top.files }

    func parameters(of layer: String) throws(DreamError) -> [Tensor] {
      try layer == DreamNet.classifier ? top.parameters(of: layer) : features.parameters(of: layer)
    }
  }

  private static func path(of file: String) throws(DreamError) -> String {
    if let folder { return "\(folder)/\(file)" }
    let places = InstalledFiles.places.map { "\($0)/models" }.joined(separator: " or ")
    throw DreamError(
      .notFound, "DreamNet's weights are missing: there is no \(file) in \(places).",
      remedy: "Install DreamKit again, or set DREAMKIT_SHARE to the folder that has 'models' in it.")
  }
}

import Ground

/// Which layer of a file feeds which layer of a network; every shape is checked, no value is read yet.
package struct WeightBinding: ParameterStore {
  private let file: HDF5File
  private let sources: [String: WeightStore.Layer]

  /// Reads the weights of one layer, in Keras' order, with the file's shapes.
  ///
  /// - Parameter layer: the name it was requested by.
  package func parameters(of layer: String) throws(DreamError) -> [Tensor] {
    guard let source = sources[layer] else {
      throw DreamError(.notFound, "No weights were requested for the layer '\(layer)'.")
    }
    var tensors: [Tensor] = []
    for weight in source.weights { tensors.append(try file.tensor(at: weight)) }
    return tensors
  }

  /// The file's path, time and place on the disk: another file, or the same one written again, has another.
  package var identity: String? { Digest.identity(of: file.path) }
  package var files: [String] { Files.resolved(file.path).map { [$0] } ?? [] }

  /// The name in the file of the layer that feeds a layer of the network.
  package func source(of layer: String) -> String? { sources[layer]?.name }

  fileprivate init(file: HDF5File, sources: [String: WeightStore.Layer]) {
    self.file = file
    self.sources = sources
  }
}

extension WeightStore {
  /// Finds the file's layer for each layer of a network and checks every shape.
  ///
  /// For each kind of layer: where the file has all the names, they decide. Otherwise the numbers in Keras' automatic
  /// names do: the official InceptionV3 file says `conv2d_1` to `conv2d_94`, a fresh Keras model `conv2d` to
  /// `conv2d_93` or counts on from earlier models, always in the order of creation. A file without names counts in
  /// Keras' layer order. Layers of the file that are not requested, such as a classifier on top, are left alone.
  ///
  /// - Parameters:
  ///   - requests: the network's layers that have weights, in the order of creation.
  ///   - network: the network's name, for messages.
  ///   - layerOrder: the names of the network's layers in Keras' layer order (``KerasLayerOrder``), for files without
  ///     names; the order of `requests` where empty.
  /// - Throws: ``DreamError`` that names the first layer that is missing or of another shape.
  package func bind(
    _ requests: [WeightRequest], network: String, layerOrder: [String] = []
  ) throws(DreamError) -> WeightBinding {
    let places = Dictionary(layerOrder.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var sources: [String: Layer] = [:]
    var kinds: [String] = []
    for request in requests where !kinds.contains(request.kind) { kinds.append(request.kind) }
    for kind in kinds {
      var wanted = requests.filter { $0.kind == kind }
      if !hasLayerNames, !layerOrder.isEmpty {
        wanted.sort { places[$0.name, default: .max] < places[$1.name, default: .max] }
      }
      for (request, layer) in zip(wanted, try match(wanted, kind: kind, network: network)) {
        sources[request.name] = layer
      }
    }
    for request in requests {
      if let layer = sources[request.name] { try check(layer, against: request, network: network) }
    }
    return WeightBinding(file: file, sources: sources)
  }

  // MARK: Implementation

  /// The layers of the file for requests of one kind, in the order of the requests.
  private func match(
    _ requests: [WeightRequest], kind: String, network: String
  ) throws(DreamError) -> [Layer] {
    if hasLayerNames {
      let byName = Dictionary(layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      let exact = requests.compactMap { byName[$0.name] }
      if exact.count == requests.count { return exact }
      if let missing = requests.first(where: {
        byName[$0.name] == nil && NumberedName($0.name).stem != kind
      }) {
        throw anotherNetwork("it has no layer '\(missing.name)'", network: network)
      }
    }
    let numbered = layers.map { (key: NumberedName($0.name), layer: $0) }.filter {
      $0.key.stem == kind
    }
    let ordered = hasLayerNames ? numbered.sorted { $0.key < $1.key } : numbered
    if ordered.count < requests.count {
      throw anotherNetwork(
        "it has \(ordered.count) '\(kind)' layers, \(network) needs \(requests.count)",
        network: network)
    }
    return ordered.prefix(requests.count).map(\.layer)
  }

  private func check(_ layer: Layer, against request: WeightRequest, network: String) throws(DreamError) {
    if layer.weights.count != request.shapes.count {
      throw anotherNetwork(
        "'\(layer.name)' has \(layer.weights.count) weights, \(network) needs \(request.shapes.count)",
        network: network)
    }
    for (path, needed) in zip(layer.weights, request.shapes) {
      let shape = try file.shape(of: path)
      if shape != needed {
        throw DreamError(
          .invalidArgument, "\(layer.name) in \(file.name) is \(shape), \(network) needs \(needed).",
          remedy: "The file belongs to another network; give one saved from \(network).")
      }
    }
  }

  private func anotherNetwork(_ reason: String, network: String) -> DreamError {
    DreamError(
      .invalidArgument, "\(file.name) does not fit \(network): \(reason).",
      remedy: "The file belongs to another network; give one saved from \(network).")
  }
}

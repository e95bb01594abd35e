/// The weights of a Keras file, layer by layer; values are read when they are asked for.
///
/// Three layouts are read: Keras' legacy HDF5 (`layer_names` at the root), the same inside a complete model (below
/// `model_weights`), and Keras 3's `*.weights.h5` (`layers/<class and number>/vars/<position>`).
package struct WeightStore: Sendable {
  /// One layer that has weights.
  package struct Layer: Sendable, Equatable {
    /// The layer's name in the model that was saved; in a file without names the name of its group, which counts the
    /// layers of one class in Keras' layer order.
    package let name: String
    /// The paths of its datasets, in Keras' order: kernel, bias; gamma, beta, moving mean, moving variance.
    package let weights: [String]
  }

  /// The file that is read.
  package let file: HDF5File
  /// The layers that have weights, those of nested models in their place.
  package let layers: [Layer]
  /// Whether ``layers`` bear the names of the model's layers. Where not, their order within one class is Keras' layer
  /// order, not the order of creation.
  package let hasLayerNames: Bool

  /// Opens a Keras file and lists its layers.
  ///
  /// - Throws: ``DreamError`` where it cannot be read or holds no weights.
  ///
  /// - Parameter isOwn: whether the file comes with the program.
  package init(path: String, isOwn: Bool = false) throws(DreamError) {
    file = try HDF5File(path: path, isOwn: isOwn)
    if let names = try Self.chunked("layer_names", of: "/", in: file) {
      layers = try Self.legacyLayers(names, below: "", in: file)
      hasLayerNames = true
    } else if try file.kind(of: "/model_weights") == .group,
      let names = try Self.chunked("layer_names", of: "/model_weights", in: file)
    {
      layers = try Self.legacyLayers(names, below: "/model_weights", in: file)
      hasLayerNames = true
    } else if let root = try Self.layersGroup(in: "", of: file) {
      var found: [GroupedLayer] = []
      try Self.collectLayers(below: root, depth: 0, in: file, into: &found)
      hasLayerNames = found.allSatisfy { $0.name != nil }
      let usesNames = hasLayerNames
      layers = found.map { Layer(name: (usesNames ? $0.name : nil) ?? $0.group, weights: $0.weights) }
    } else {
      layers = []
      hasLayerNames = false
    }
    if layers.isEmpty {
      throw DreamError(
        .unreadable, "\(path) holds no Keras weights.",
        remedy: "Give a file saved by save_weights(\"NAME.h5\") or save_weights(\"NAME.weights.h5\").")
    }
  }

  // MARK: Implementation

  /// A layer of the Keras 3 layout, with the model's name for it where the file has it.
  private struct GroupedLayer {
    var name: String?
    var group: String
    var weights: [String]
  }

  /// A list attribute, which Keras splits over `name0`, `name1`, … where it is longer than an object header.
  private static func chunked(_ name: String, of object: String, in file: HDF5File) throws(DreamError)
    -> [String]?
  {
    if let whole = try file.strings(name, of: object) { return whole }
    var parts: [String]?
    var index = 0
    while let part = try file.strings("\(name)\(index)", of: object) {
      parts = (parts ?? []) + part
      index += 1
    }
    return parts
  }

  private static func legacyLayers(
    _ names: [String], below root: String, in file: HDF5File
  ) throws(DreamError) -> [Layer] {
    var layers: [Layer] = []
    for name in names {
      let group = "\(root)/\(name)"
      guard let weights = try chunked("weight_names", of: group, in: file) else {
        throw DreamError(
          .unreadable, "\(file.path) names no weights for its layer '\(name)'.",
          remedy: "Save the file again.")
      }
      layers += split(name: name, group: group, weights: weights)
    }
    return layers
  }

  /// The layers behind one group: the layer itself or, where its weights belong to several owners, those of the
  /// nested model it stands for.
  private static func split(name: String, group: String, weights: [String]) -> [Layer] {
    var owners: [Substring] = []
    var members: [Substring: [String]] = [:]
    for weight in weights {
      let owner = weight.lastIndex(of: "/").map { weight[..<$0] } ?? ""
      if members[owner] == nil { owners.append(owner) }
      members[owner, default: []].append("\(group)/\(weight)")
    }
    if owners.count == 1, let owner = owners.first {
      return [Layer(name: name, weights: members[owner] ?? [])]
    }
    return owners.map { owner in
      let inner = owner.hasPrefix("\(name)/") ? owner.dropFirst(name.count + 1) : owner
      return Layer(name: String(inner), weights: members[owner] ?? [])
    }
  }

  private static func layersGroup(in parent: String, of file: HDF5File) throws(DreamError) -> String? {
    for name in ["layers", "_layer_checkpoint_dependencies"] {
      let path = "\(parent)/\(name)"
      if try file.kind(of: path) == .group { return path }
    }
    return nil
  }

  private static func collectLayers(
    below root: String, depth: Int, in file: HDF5File, into layers: inout [GroupedLayer]
  ) throws(DreamError) {
    if depth > 16 { throw DreamError(.unreadable, "\(file.path) nests models more than 16 deep.") }
    for group in try file.members(of: root).map(NumberedName.init).sorted().map(\.text) {
      let path = "\(root)/\(group)"
      guard try file.kind(of: path) == .group else { continue }
      let variables = "\(path)/vars"
      if try file.kind(of: variables) == .group {
        let members = try file.members(of: variables).map(NumberedName.init).sorted()
        if !members.isEmpty {
          let name = try file.strings("name", of: variables)?.first
          layers.append(
            GroupedLayer(name: name, group: group, weights: members.map { "\(variables)/\($0.text)" }))
        }
      }
      if let nested = try layersGroup(in: path, of: file) {
        try collectLayers(below: nested, depth: depth + 1, in: file, into: &layers)
      }
    }
  }
}

/// The order in which Keras lists the layers of a functional model (`model.layers`).
///
/// Layers stand by their depth, the longest way to the output, deepest first; those of one depth by when a walk back
/// from the output meets them. Source: Keras' `map_graph` (`keras/src/ops/function.py`).
package enum KerasLayerOrder {
  /// Orders a model's layers.
  ///
  /// - Parameter layers: every layer with the names of the layers it takes its inputs from, in the order of its
  ///   arguments; each stands after its inputs; the last one is the output.
  /// - Returns: the names of the layers that the output depends on, in Keras' order.
  package static func names(of layers: [(name: String, inputs: [String])]) -> [String] {
    guard let output = layers.last else { return [] }
    var walk = Walk(
      inputs: Dictionary(layers.map { ($0.name, $0.inputs) }, uniquingKeysWith: { first, _ in first }))
    walk.visit(output.name)
    var depths: [String: Int] = [:]
    for name in walk.finished.reversed() {
      let depth = depths[name, default: 0]
      depths[name] = depth
      for input in walk.inputs[name] ?? [] { depths[input] = max(depths[input, default: 0], depth + 1) }
    }
    return walk.finished.sorted { a, b in
      let (depthA, depthB) = (depths[a, default: 0], depths[b, default: 0])
      return depthA == depthB ? walk.met[a, default: 0] < walk.met[b, default: 0] : depthA > depthB
    }
  }

  // MARK: Implementation

  /// A walk from the output back to the inputs, depth first.
  private struct Walk {
    let inputs: [String: [String]]
    /// When each layer was met, counted from 0.
    var met: [String: Int] = [:]
    /// The layers whose inputs are all done, in the order they were finished.
    var finished: [String] = []

    init(inputs: [String: [String]]) { self.inputs = inputs }

    mutating func visit(_ name: String) {
      guard met[name] == nil else { return }
      met[name] = met.count
      for input in inputs[name] ?? [] { visit(input) }
      finished.append(name)
    }
  }
}

/// Parameters drawn as Keras draws them for a new network. Each layer has a stream of its own, so a layer always gets the
/// same numbers.
package struct RandomParameters: ParameterStore {
  private let seed: UInt64
  private let layers: [String: [ParameterShape]]

  /// Prepares to draw for a graph.
  package init(for graph: Graph, seed: UInt64) {
    self.seed = seed
    layers = Dictionary(uniqueKeysWithValues: graph.parameterShapes.map { ($0.layer, $0.parameters) })
  }

  package func parameters(of layer: String) throws(DreamError) -> [Tensor] {
    guard let parameters = layers[layer] else {
      throw DreamError(.notFound, "The layer '\(layer)' has no parameters.")
    }
    return parameters.map { parameter in
      switch parameter.initial {
      case .zeros: Tensor(repeating: 0, shape: parameter.shape)
      case .ones: Tensor(repeating: 1, shape: parameter.shape)
      case .glorotUniform(let fanIn, let fanOut):
        uniform(parameter.shape, limit: (6 / Float(fanIn + fanOut)).squareRoot(), layer: layer)
      }
    }
  }

  // MARK: Implementation

  private func uniform(_ shape: Shape, limit: Float, layer: String) -> Tensor {
    let stream = layer.utf8.reduce(seed &+ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var generator = SeededGenerator(seed: stream)
    return Tensor(
      shape: shape, values: (0..<shape.count).map { _ in (generator.nextUnit() * 2 - 1) * limit })
  }
}

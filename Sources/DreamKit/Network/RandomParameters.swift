/// Parameters drawn as Keras draws them for a new network: Glorot-uniform kernels, biases and betas 0, moving means 0,
/// moving variances and gammas 1. Each layer has a stream of its own, so a layer always gets the same numbers.
package struct RandomParameters: ParameterStore {
  private let seed: UInt64
  private let shapes: [String: [ParameterShape]]

  /// Prepares to draw for a graph.
  package init(for graph: Graph, seed: UInt64) {
    self.seed = seed
    shapes = Dictionary(uniqueKeysWithValues: graph.parameterShapes.map { ($0.layer, $0.parameters) })
  }

  package func parameters(of layer: String) throws(DreamError) -> [Tensor] {
    guard let shapes = shapes[layer] else {
      throw DreamError(.notFound, "The layer '\(layer)' has no parameters.")
    }
    return shapes.map { parameter in
      switch parameter.role {
      case .kernel: glorotUniform(parameter.shape, layer: layer)
      case .gamma, .variance: Tensor(repeating: 1, shape: parameter.shape)
      case .bias, .beta, .mean: Tensor(repeating: 0, shape: parameter.shape)
      }
    }
  }

  // MARK: Implementation

  /// Uniform in ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio, 2010).
  private func glorotUniform(_ shape: Shape, layer: String) -> Tensor {
    let taps = shape[0] * shape[1]
    let limit = (6 / Float(taps * (shape[2] + shape[3]))).squareRoot()
    let stream = layer.utf8.reduce(seed &+ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var generator = SeededGenerator(seed: stream)
    let values = (0..<shape.count).map { _ in (generator.nextUnit() * 2 - 1) * limit }
    return Tensor(shape: shape, values: values)
  }
}

/// One parameter array of a layer: what it is for, and its extents.
package struct ParameterShape: Sendable, Equatable {
  /// What a parameter array does in its layer.
  package enum Role: Sendable { case kernel, bias, gamma, beta, mean, variance }

  package var role: Role
  package var shape: Shape
}

extension Graph {
  /// The layers that have parameters, in the order of the graph, which is the order in which Keras creates them, and
  /// the parameters of each in Keras' order.
  package var parameterShapes: [(layer: String, parameters: [ParameterShape])] {
    let channels = channels
    return nodes.compactMap { node in
      switch node.operation {
      case .convolution(let convolution):
        let window = convolution.window
        let kernel: Shape = [window.rows, window.columns, channels[node.inputs[0]], convolution.filters]
        let bias = ParameterShape(role: .bias, shape: [convolution.filters])
        return (
          node.name, [ParameterShape(role: .kernel, shape: kernel)] + (convolution.hasBias ? [bias] : [])
        )
      case .batchNormalization(let normalization):
        let roles: [ParameterShape.Role] =
          (normalization.hasScale ? [.gamma] : []) + [.beta, .mean, .variance]
        return (node.name, roles.map { ParameterShape(role: $0, shape: [channels[node.inputs[0]]]) })
      case .input, .relu, .pooling, .concatenation, .slice:
        return nil
      }
    }
  }
}

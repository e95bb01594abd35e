extension Graph {
  /// What each layer that has weights needs, in the order of creation.
  package var weightRequests: [WeightRequest] {
    let channels = channels
    return nodes.compactMap { node in
      switch node.operation {
      case .convolution(let convolution):
        let window = convolution.window
        let kernel: Shape = [window.rows, window.columns, channels[node.inputs[0]], convolution.filters]
        let bias: [Shape] = convolution.hasBias ? [[convolution.filters]] : []
        return WeightRequest(name: node.name, kind: .convolution, shapes: [kernel] + bias)
      case .batchNormalization(let normalization):
        let shape: Shape = [channels[node.inputs[0]]]
        let count = normalization.hasScale ? 4 : 3
        return WeightRequest(
          name: node.name, kind: .batchNormalization, shapes: Array(repeating: shape, count: count))
      case .input, .relu, .pooling, .concatenation:
        return nil
      }
    }
  }

  /// The names of the layers in the order in which Keras lists them.
  package var kerasLayerOrder: [String] {
    KerasLayerOrder.names(
      of: nodes.map { node in (name: node.name, inputs: node.inputs.map { nodes[$0].name }) })
  }
}

import Ground

/// The graph in plain loops with sums in double precision: slow, short, on one thread, and the oracle
/// of the tests.
package final class ReferenceBackend: Backend {
  package init() {}

  package func makePlan(
    for graph: Graph, outputs: [Graph.NodeID], parameters: any ParameterStore, height: Int, width: Int,
    precision: Precision, threads: Int
  ) throws(DreamError) -> any Plan {
    let shapes = try graph.outputShapes(height: height, width: width)
    var layers: [any ReferenceLayer] = []
    for (id, node) in graph.nodes.enumerated() {
      let input = node.inputs.first.map { shapes[$0] } ?? [height, width, 3]
      switch node.operation {
      case .input(let mode):
        layers.append(ReferenceInput(mode: mode))
      case .convolution(let convolution):
        let own = try ConvolutionParameters(of: node.name, convolution, from: parameters)
        layers.append(
          ReferenceConvolution(convolution: convolution, parameters: own, input: input, output: shapes[id]))
      case .batchNormalization(let normalization):
        let affine = try normalization.affine(from: parameters)
        layers.append(ReferenceNormalization(scale: affine.scale, offset: affine.offset))
      case .relu:
        layers.append(ReferenceReLU())
      case .pooling(let pooling):
        layers.append(ReferencePooling(pooling: pooling, input: input, output: shapes[id]))
      case .concatenation:
        layers.append(ReferenceConcatenation(channels: node.inputs.map { shapes[$0][2] }))
      case .slice(let channels):
        layers.append(ReferenceSlice(channels: channels, of: input[2]))
      }
    }
    return ReferencePlan(graph: graph, outputs: outputs, layers: layers, shapes: shapes)
  }
}

/// One operation, forwards and backwards. Arrays are [height, width, channels].
package protocol ReferenceLayer {
  /// The output for these inputs.
  func forward(_ inputs: [[Float]]) -> [Float]
  /// The gradient of each input, given the inputs, the output and the output's gradient.
  func backward(_ inputs: [[Float]], output: [Float], gradient: [Float]) -> [[Float]]
}

/// All nodes in order, then all nodes in reverse.
private final class ReferencePlan: Plan {
  private let graph: Graph
  private let outputs: [Graph.NodeID]
  private let layers: [any ReferenceLayer]
  private let shapes: [Shape]

  init(graph: Graph, outputs: [Graph.NodeID], layers: [any ReferenceLayer], shapes: [Shape]) {
    self.graph = graph
    self.outputs = outputs
    self.layers = layers
    self.shapes = shapes
  }

  /// Every activation and its gradient.
  var workingMemory: Int { shapes.reduce(0) { $0 + $1.count } * 2 * MemoryLayout<Float>.stride }

  func activations(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [Tensor] {
    let values = try forward(image, cancellation)
    return outputs.map { Tensor(shape: shapes[$0], values: values[$0]) }
  }

  func loss(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> Float {
    loss(of: try forward(image, cancellation))
  }

  func loss(
    of image: Tensor, gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    let values = try forward(image, cancellation)
    var gradients = values.map { [Float](repeating: 0, count: $0.count) }
    for output in outputs {
      let seed = 1 / Float(values[output].count)
      for index in gradients[output].indices { gradients[output][index] += seed }
    }
    for (id, node) in graph.nodes.enumerated().reversed() {
      try cancellation.check()
      let inputs = node.inputs.isEmpty ? [image.values] : node.inputs.map { values[$0] }
      let parts = layers[id].backward(inputs, output: values[id], gradient: gradients[id])
      guard !node.inputs.isEmpty else {
        gradient.values = parts[0]
        continue
      }
      for (input, part) in zip(node.inputs, parts) {
        for index in part.indices { gradients[input][index] += part[index] }
      }
    }
    return loss(of: values)
  }

  private func forward(_ image: Tensor, _ cancellation: Cancellation) throws(DreamError) -> [[Float]] {
    var values: [[Float]] = []
    for (layer, node) in zip(layers, graph.nodes) {
      try cancellation.check()
      values.append(layer.forward(node.inputs.isEmpty ? [image.values] : node.inputs.map { values[$0] }))
    }
    return values
  }

  private func loss(of values: [[Float]]) -> Float {
    let means = outputs.map { output in
      values[output].reduce(0.0) { $0 + Double($1) } / Double(values[output].count)
    }
    return Float(means.reduce(0, +))
  }
}

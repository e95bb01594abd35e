import Ground

/// The graph in plain loops with sums in double precision, without rewrites and without a schedule: slow, short, on one
/// thread, and the oracle of the tests.
package final class ReferenceBackend: Backend {
  package init() {}

  package var rewrites: [Rewrite] { [] }

  package func makePlan(
    for graph: Graph, outputs: [Graph.NodeID], parameters: any ParameterStore, height: Int, width: Int,
    precision: Precision, threads: Int
  ) throws(DreamError) -> any Plan {
    let shapes = try graph.outputShapes(height: height, width: width)
    var layers: [any ReferenceLayer] = []
    for (id, node) in graph.nodes.enumerated() {
      guard let operation = node.operation as? any ReferenceOperation else {
        throw DreamError(.backend, "The reference has no '\(node.name)' (\(node.operation.kerasName)).")
      }
      layers.append(
        try operation.referenceLayer(
          node.name, from: node.inputs.map { shapes[$0] }, to: shapes[id], parameters: parameters))
    }
    return ReferencePlan(graph: graph, outputs: outputs, layers: layers, shapes: shapes)
  }
}

/// An operation that the reference computes.
protocol ReferenceOperation: Operation {
  /// The operation for one layer and one size of image.
  func referenceLayer(
    _ name: String, from inputs: [Shape], to output: Shape, parameters: any ParameterStore
  ) throws(DreamError) -> any ReferenceLayer
}

/// One layer, forwards and backwards. Arrays are [height, width, channels].
protocol ReferenceLayer {
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

  func forward(_ image: Tensor, cancellation: Cancellation) throws(DreamError) -> ForwardPass {
    let values = try activations(of: image, cancellation)
    return ForwardPass(
      image: image, activations: outputs.map { Tensor(shape: shapes[$0], values: values[$0]) })
  }

  func backward(
    _ pass: ForwardPass, from seeds: [Seed], into gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) {
    let values = try activations(of: pass.image, cancellation)
    var gradients = values.map { [Float](repeating: 0, count: $0.count) }
    for (output, seed) in zip(outputs, seeds) {
      for index in gradients[output].indices {
        switch seed {
        case .mean(let weight): gradients[output][index] += weight / Float(values[output].count)
        case .gradient(let tensor): gradients[output][index] += tensor.values[index]
        }
      }
    }
    for (id, node) in graph.nodes.enumerated().reversed() {
      try cancellation.check()
      let inputs = node.inputs.isEmpty ? [pass.image.values] : node.inputs.map { values[$0] }
      let parts = layers[id].backward(inputs, output: values[id], gradient: gradients[id])
      guard !node.inputs.isEmpty else {
        gradient.values = parts[0]
        continue
      }
      for (input, part) in zip(node.inputs, parts) {
        for index in part.indices { gradients[input][index] += part[index] }
      }
    }
  }

  func loss(of image: Tensor, weights: [Float], cancellation: Cancellation) throws(DreamError) -> Float {
    let pass = try forward(image, cancellation: cancellation)
    let means = zip(pass.activations, weights).map { activation, weight in
      Double(weight) * activation.values.reduce(0.0) { $0 + Double($1) } / Double(activation.values.count)
    }
    return Float(means.reduce(0, +))
  }

  func loss(
    of image: Tensor, weights: [Float], gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    try backward(
      ForwardPass(image: image, activations: []), from: weights.map { .mean(weight: $0) }, into: &gradient,
      cancellation: cancellation)
    return try loss(of: image, weights: weights, cancellation: cancellation)
  }

  // MARK: Implementation

  /// The activations of every node.
  private func activations(of image: Tensor, _ cancellation: Cancellation) throws(DreamError) -> [[Float]] {
    var values: [[Float]] = []
    for (layer, node) in zip(layers, graph.nodes) {
      try cancellation.check()
      values.append(layer.forward(node.inputs.isEmpty ? [image.values] : node.inputs.map { values[$0] }))
    }
    return values
  }
}

/// Writes the recipe for one graph and one image size: all layers forwards, then all layers backwards.
struct PlanBuilder {
  let graph: Graph
  let outputs: [Graph.NodeID]
  let shapes: [Shape]
  let layout: PlanLayout
  let weights: PackedWeights
  let parameters: any ParameterStore
  let precision: Precision
  let threads: Int
  let tuner: ConvolutionTuner

  /// What has been written so far.
  var recipe = Recipe(block: 0)
  /// The kernels that each convolution runs on, in both directions.
  var kernels: [Graph.NodeID: [any ConvolutionKernel]] = [:]

  /// The recipe. Each layer's parameters are read once at most.
  mutating func build() throws(DreamError) -> Recipe {
    recipe = Recipe(block: layout.block)
    recipe.buffers = layout.sizes.map { $0 * MemoryLayout<Float>.stride }
    recipe.outputs = outputs.map { Recipe.Output(region: layout.regions[$0], shape: shapes[$0]) }
    var rules: [BackwardRule?] = []
    for (id, node) in graph.nodes.enumerated() { rules.append(try addForward(node, id)) }
    try addBackward(rules)
    tuner.save()
    try prepareWeights()
    return recipe
  }

  /// How a layer's gradient goes back to its input.
  struct BackwardRule {
    /// Whether it can add to what the input's gradient holds.
    var accumulates = false
    /// Appends the steps that write the gradient of the layer's input into `target`, or add to it, given the region of
    /// the layer's own gradient, which they may change.
    var write:
      (
        _ builder: inout PlanBuilder, _ gradient: Region, _ target: Region, _ accumulates: Bool
      ) throws(DreamError) -> Void
  }

  // MARK: Implementation

  private mutating func addForward(_ node: Graph.Node, _ id: Graph.NodeID) throws(DreamError) -> BackwardRule?
  {
    switch node.operation {
    case .input(let mode): addInput(mode, node, id)
    case .convolution(let convolution): try addConvolution(convolution, node, id)
    case .pooling(let pooling): try addPooling(pooling, node, id)
    case .batchNormalization(let normalization): try addNormalization(normalization, node, id)
    case .relu: addReLU(node, id)
    case .concatenation: nil
    case .slice(let channels): addSlice(channels, node, id)
    }
  }

  /// Packs what the kernels need that were chosen.
  private func prepareWeights() throws(DreamError) {
    for (id, users) in kernels.sorted(by: { $0.key < $1.key }) {
      guard case .convolution(let convolution) = graph.nodes[id].operation else { continue }
      let layer = graph.nodes[id].name
      try weights.prepare(layer, for: users) { () throws(DreamError) in
        try ConvolutionParameters(of: layer, convolution, from: parameters)
      }
    }
  }
}

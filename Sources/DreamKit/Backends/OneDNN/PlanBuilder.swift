/// Writes the recipe for one graph and one image size: all layers forwards, then all layers backwards.
struct PlanBuilder {
  let graph: Graph
  let outputs: [Graph.NodeID]
  let shapes: [Shape]
  let layout: PlanLayout
  let weights: PackedWeights
  let parameters: any ParameterStore

  /// What has been written so far.
  var recipe = Recipe(block: 0)

  /// The recipe. Each layer's parameters are read once at most.
  mutating func build() throws(DreamError) -> Recipe {
    recipe = Recipe(block: layout.block)
    recipe.buffers = layout.sizes.map { $0 * MemoryLayout<Float>.stride }
    recipe.outputs = outputs.map { Recipe.Output(region: layout.regions[$0], shape: shapes[$0]) }
    var rules: [BackwardRule?] = []
    for (id, node) in graph.nodes.enumerated() { rules.append(try addForward(node, id)) }
    addBackward(rules)
    return recipe
  }

  /// How a layer's gradient goes back to its input: what writes the input's gradient, given the regions of the
  /// layer's own gradient and of the target, and the other buffers that takes.
  struct BackwardRule {
    /// Where the layer ends in a ReLU: its activations, by which its own gradient is masked first.
    var mask: Region?
    /// Buffers besides the two gradients.
    var buffers: [Int] = []
    var bind: (Recipe.Memory, _ gradient: Region, _ target: Region) throws(DreamError) -> Recipe.Run
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
}

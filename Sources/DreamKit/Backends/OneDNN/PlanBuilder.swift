import CDreamShims

/// Writes the recipe for one graph and one image size: all layers forwards, then all layers backwards.
struct PlanBuilder {
  let graph: Graph
  let outputs: [Graph.NodeID]
  let shapes: [Shape]
  let layout: PlanLayout
  let weights: PackedWeights
  let parameters: any ParameterStore

  private var recipe = Recipe(block: 0)
  private var backward: [BackwardRule?] = []

  init(
    graph: Graph, outputs: [Graph.NodeID], shapes: [Shape], layout: PlanLayout, weights: PackedWeights,
    parameters: any ParameterStore
  ) {
    self.graph = graph
    self.outputs = outputs
    self.shapes = shapes
    self.layout = layout
    self.weights = weights
    self.parameters = parameters
  }

  /// The recipe. Each layer's parameters are read once at most.
  mutating func build() throws(DreamError) -> Recipe {
    recipe = Recipe(block: layout.block)
    recipe.buffers = layout.sizes.map { $0 * MemoryLayout<Float>.stride }
    recipe.outputs = outputs.map { Recipe.Output(region: layout.regions[$0], shape: shapes[$0]) }
    backward = []
    for (id, node) in graph.nodes.enumerated() {
      backward.append(try addForward(node, id))
    }
    addBackward()
    return recipe
  }

  // MARK: Implementation

  /// How a layer's gradient goes back to its input: what writes the input's gradient, given the regions of the
  /// layer's own gradient and of the target, and the other buffers that takes.
  private struct BackwardRule {
    /// Where the layer ends in a ReLU: its activations, by which its own gradient is masked first.
    var mask: Region?
    /// Buffers besides the two gradients.
    var buffers: [Int] = []
    var bind: (Recipe.Memory, _ gradient: Region, _ target: Region) throws(DreamError) -> Recipe.Run
  }

  private mutating func addForward(_ node: Graph.Node, _ id: Graph.NodeID) throws(DreamError) -> BackwardRule?
  {
    switch node.operation {
    case .input(let mode): addInput(mode, node, id)
    case .convolution(let convolution): try addConvolution(convolution, node, id)
    case .pooling(let pooling): try addPooling(pooling, node, id)
    case .batchNormalization(let normalization): try addNormalization(normalization, node, id)
    case .relu: addReLU(node, id)
    case .concatenation: nil
    }
  }

  /// The image arrives as [height, width, 3] and is brought to planes in the network's input mode.
  private mutating func addInput(_ mode: InputMode, _ node: Graph.Node, _ id: Graph.NodeID) -> BackwardRule? {
    let region = layout.regions[id]
    let pixels = shapes[id][0] * shapes[id][1]
    let rule = ChannelRule(mode)
    let ports = recipe.ports
    recipe.forward.append(
      Recipe.Step(layer: node.name, buffers: [region.buffer]) { memory throws(DreamError) in
        let planes = memory[region]
        return { () throws(DreamError) in
          dk_image_to_planes(ports.image, planes, pixels, rule.source, rule.scale, rule.offset)
        }
      })
    return BackwardRule(mask: nil) { memory, gradient, _ throws(DreamError) in
      let planes = memory[gradient]
      return { () throws(DreamError) in
        dk_planes_to_gradient(planes, ports.gradient, pixels, rule.source, rule.scale)
      }
    }
  }

  private mutating func addConvolution(
    _ convolution: Convolution, _ node: Graph.Node, _ id: Graph.NodeID
  ) throws(DreamError) -> BackwardRule {
    let input = node.inputs[0]
    let window = dk_window(convolution.window, from: shapes[input], to: shapes[id])
    let forward = try OneDNNPrimitive.convolution(window, relu: convolution.relu, planar: input == 0)
    let gradient = try OneDNNPrimitive.convolutionGradient(window, planar: input == 0)

    var read: ConvolutionParameters?
    let parameters = parameters
    func own() throws(DreamError) -> ConvolutionParameters {
      if let read { return read }
      let own = try ConvolutionParameters(of: node.name, convolution, from: parameters)
      read = own
      return own
    }
    let way = try weights.weights(for: forward, layer: node.name, .forward, parameters: own)
    let back = try weights.weights(for: gradient, layer: node.name, .backward, parameters: own)

    let (source, target) = (layout.regions[input], layout.regions[id])
    let scratch = recipe.addBuffer(bytes: forward.scratchSize)
    recipe.forward.append(
      Recipe.Step(layer: node.name, buffers: [source.buffer, target.buffer, scratch]) {
        memory throws(DreamError) in
        try forward.bind(
          dk_operands(
            source: memory[source], destination: memory[target], weights: way.kernel.floats,
            bias: way.bias.floats,
            workspace: nil, scratch: memory[scratch]))
        return forward.execute
      })
    let backScratch = recipe.addBuffer(bytes: gradient.scratchSize)
    return BackwardRule(mask: convolution.relu ? target : nil, buffers: [backScratch]) {
      memory, from, to throws(DreamError) in
      try gradient.bind(
        dk_operands(
          source: memory[from], destination: memory[to], weights: back.kernel.floats, bias: nil,
          workspace: nil,
          scratch: memory[backScratch]))
      return gradient.execute
    }
  }

  private mutating func addPooling(
    _ pooling: Pooling, _ node: Graph.Node, _ id: Graph.NodeID
  ) throws(DreamError) -> BackwardRule {
    let input = node.inputs[0]
    let window = dk_window(pooling.window, from: shapes[input], to: shapes[id])
    let forward = try OneDNNPrimitive.pooling(window, pooling.kind)
    let gradient = try OneDNNPrimitive.poolingGradient(window, pooling.kind, of: forward)
    let (source, target) = (layout.regions[input], layout.regions[id])
    let scratch = recipe.addBuffer(bytes: max(forward.scratchSize, gradient.scratchSize))
    let workspace = forward.workspaceSize > 0 ? recipe.addBuffer(bytes: forward.workspaceSize) : nil
    let extra = [scratch] + (workspace.map { [$0] } ?? [])
    recipe.forward.append(
      Recipe.Step(layer: node.name, buffers: [source.buffer, target.buffer] + extra) {
        memory throws(DreamError) in
        try forward.bind(
          dk_operands(
            source: memory[source], destination: memory[target], weights: nil, bias: nil,
            workspace: workspace.map { memory[$0] }, scratch: memory[scratch]))
        return forward.execute
      })
    return BackwardRule(mask: nil, buffers: extra) { memory, from, to throws(DreamError) in
      try gradient.bind(
        dk_operands(
          source: memory[from], destination: memory[to], weights: nil, bias: nil,
          workspace: workspace.map { memory[$0] }, scratch: memory[scratch]))
      return gradient.execute
    }
  }

  /// A batch normalisation that could not be folded, because its input is an output too.
  private mutating func addNormalization(
    _ normalization: BatchNormalization, _ node: Graph.Node, _ id: Graph.NodeID
  ) throws(DreamError) -> BackwardRule {
    let affine = try normalization.affine(from: parameters)
    let (scale, offset) = (try PackedWeights.copy(affine.scale), try PackedWeights.copy(affine.offset))
    let (source, target) = (layout.regions[node.inputs[0]], layout.regions[id])
    let (channels, block, pixels) = (shapes[id][2], layout.block, shapes[id][0] * shapes[id][1])
    recipe.forward.append(
      Recipe.Step(layer: node.name, buffers: [source.buffer, target.buffer]) { memory throws(DreamError) in
        let (x, y) = (memory[source], memory[target])
        return { () throws(DreamError) in
          dk_affine(y, x, scale.floats, offset.floats, channels, block, pixels)
        }
      })
    return BackwardRule(mask: nil) { memory, from, to throws(DreamError) in
      let (y, x) = (memory[from], memory[to])
      return { () throws(DreamError) in dk_affine(x, y, scale.floats, nil, channels, block, pixels) }
    }
  }

  /// A ReLU that could not be fused, because its input is an output too.
  private mutating func addReLU(_ node: Graph.Node, _ id: Graph.NodeID) -> BackwardRule {
    let (source, target) = (layout.regions[node.inputs[0]], layout.regions[id])
    let count = target.floats.count
    recipe.forward.append(
      Recipe.Step(layer: node.name, buffers: [source.buffer, target.buffer]) { memory throws(DreamError) in
        let (x, y) = (memory[source], memory[target])
        return { () throws(DreamError) in dk_relu(y, x, count) }
      })
    return BackwardRule(mask: nil, buffers: [target.buffer]) { memory, from, to throws(DreamError) in
      let (g, y, result) = (memory[from], memory[target], memory[to])
      return { () throws(DreamError) in dk_relu_backward(result, g, y, count) }
    }
  }

  /// All layers from the last to the first. When a layer's turn comes, everybody who reads it has had theirs, so its
  /// gradient is whole but for what no output depends on.
  private mutating func addBackward() {
    let gradients = layout.sizes.map { recipe.addBuffer(bytes: $0 * MemoryLayout<Float>.stride) }
    func gradientRegion(_ id: Graph.NodeID) -> Region {
      Region(buffer: gradients[layout.regions[id].buffer], floats: layout.regions[id].floats)
    }
    var coverage = GradientCoverage()
    for (id, node) in graph.nodes.enumerated().reversed() {
      let own = gradientRegion(id)
      for _ in outputs.filter({ $0 == id }) { addSeed(own, id, &coverage) }
      guard !coverage.isEmpty(in: own), let rule = backward[id] else { continue }
      addZeros(to: own, node, &coverage)
      if let mask = rule.mask { addMask(own, by: mask, node) }
      guard let input = node.inputs.first else {
        addBackwardStep(rule, node, from: own, to: own)
        continue
      }
      let target = gradientRegion(input)
      if coverage.isEmpty(in: target) {
        addBackwardStep(rule, node, from: own, to: target)
        coverage.insert(target)
      } else {
        addZeros(to: target, node, &coverage)
        let part = Region(
          buffer: recipe.addBuffer(bytes: target.floats.count * MemoryLayout<Float>.stride),
          floats: 0..<target.floats.count)
        addBackwardStep(rule, node, from: own, to: part)
        recipe.backward.append(
          Recipe.Step(layer: node.name, buffers: [part.buffer, target.buffer]) { memory throws(DreamError) in
            let (sum, term) = (memory[target], memory[part])
            return { () throws(DreamError) in dk_add(sum, term, part.floats.count) }
          })
      }
    }
  }

  private mutating func addBackwardStep(_ rule: BackwardRule, _ node: Graph.Node, from: Region, to: Region) {
    recipe.backward.append(
      Recipe.Step(layer: node.name, buffers: [from.buffer, to.buffer] + rule.buffers) {
        memory throws(DreamError) in
        try rule.bind(memory, from, to)
      })
  }

  /// The derivative of an output's mean: the same for each of its values.
  private mutating func addSeed(_ own: Region, _ id: Graph.NodeID, _ coverage: inout GradientCoverage) {
    let isFirst = coverage.isEmpty(in: own)
    if !isFirst { addZeros(to: own, graph.nodes[id], &coverage) }
    coverage.insert(own)
    let (shape, block) = (shapes[id], layout.block)
    recipe.backward.append(
      Recipe.Step(layer: graph.nodes[id].name, buffers: [own.buffer]) { memory throws(DreamError) in
        let gradient = memory[own]
        return { () throws(DreamError) in
          dk_seed(gradient, shape[2], block, shape[0] * shape[1], 1 / Float(shape.count), isFirst ? 0 : 1)
        }
      })
  }

  /// Zeros where no output depends on a part of a region.
  private mutating func addZeros(to region: Region, _ node: Graph.Node, _ coverage: inout GradientCoverage) {
    for gap in coverage.gaps(in: region) {
      let hole = Region(buffer: region.buffer, floats: gap)
      coverage.insert(hole)
      recipe.backward.append(
        Recipe.Step(layer: node.name, buffers: [hole.buffer]) { memory throws(DreamError) in
          let values = memory[hole]
          return { () throws(DreamError) in values.update(repeating: 0, count: gap.count) }
        })
    }
  }

  private mutating func addMask(_ gradient: Region, by activation: Region, _ node: Graph.Node) {
    let count = gradient.floats.count
    recipe.backward.append(
      Recipe.Step(layer: node.name, buffers: [gradient.buffer, activation.buffer]) {
        memory throws(DreamError) in
        let (g, y) = (memory[gradient], memory[activation])
        return { () throws(DreamError) in dk_relu_backward(g, g, y, count) }
      })
  }
}

/// An input mode's rule in the form the loops take.
private struct ChannelRule {
  let source: [Int32]
  let scale: [Float]
  let offset: [Float]

  init(_ mode: InputMode) {
    source = mode.channels.map { Int32($0.source) }
    scale = mode.channels.map(\.scale)
    offset = mode.channels.map(\.offset)
  }
}

extension dk_window {
  /// A window over a source shape, both shapes [height, width, channels].
  fileprivate init(_ window: Window, from source: Shape, to target: Shape) {
    let rows = window.paddings(extent: source[0], size: window.rows)
    let columns = window.paddings(extent: source[1], size: window.columns)
    self.init(
      channels_in: Int64(source[2]), height_in: Int64(source[0]), width_in: Int64(source[1]),
      channels_out: Int64(target[2]), height_out: Int64(target[0]), width_out: Int64(target[1]),
      kernel_h: Int64(window.rows), kernel_w: Int64(window.columns), stride: Int64(window.stride),
      pad_top: Int64(rows.before), pad_left: Int64(columns.before), pad_bottom: Int64(rows.after),
      pad_right: Int64(columns.after))
  }
}

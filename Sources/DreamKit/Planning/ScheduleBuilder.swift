extension Schedule {
  /// Plans a graph for one image size: all layers forwards, then all layers backwards.
  ///
  /// - Parameter outputs: the nodes whose activations are wanted and whose gradients the caller gives.
  /// - Throws: ``DreamError`` where the image is too small or the inputs of a layer do not fit.
  init(
    graph: Graph, outputs: [Graph.NodeID], height: Int, width: Int, rules: some SchedulingRules
  ) throws(DreamError) {
    var builder = ScheduleBuilder(
      graph: graph, outputs: outputs, shapes: try graph.outputShapes(height: height, width: width),
      rules: rules)
    try builder.addForward()
    builder.addBackward()
    self = builder.schedule
  }
}

/// Writes a schedule.
private struct ScheduleBuilder<Rules: SchedulingRules> {
  let graph: Graph
  let outputs: [Graph.NodeID]
  let shapes: [Shape]
  let rules: Rules
  let layout: ActivationLayout
  var schedule = Schedule()

  /// What the forward pass leaves for the backward pass besides activations, by node.
  private var workspaces: [Graph.NodeID: Region] = [:]
  /// The first gradient buffer: they have the order of the activations' buffers.
  private var firstGradient = 0
  private var coverage = GradientCoverage()

  init(graph: Graph, outputs: [Graph.NodeID], shapes: [Shape], rules: Rules) {
    (self.graph, self.outputs, self.shapes, self.rules) = (graph, outputs, shapes, rules)
    layout = ActivationLayout(graph: graph, shapes: shapes, rules: rules)
    schedule.outputs = outputs.map { layout.regions[$0] }
    addBuffers(.activations)
  }

  mutating func addForward() throws(DreamError) {
    for (id, node) in graph.nodes.enumerated() {
      let own = layout.regions[id]
      guard !(node.operation is any ChannelMoving) else {
        addCopies(to: own, id)
        continue
      }
      var step = makeStep(.forward, id, reads: node.inputs.map { layout.regions[$0] }, writes: own)
      let bytes = try rules.workspace(
        of: node.operation, from: node.inputs.map { shapes[$0] }, to: shapes[id])
      if bytes > 0 {
        let workspace = addBuffer(.workspace, node.name, floats: (bytes + 3) / 4)
        workspaces[id] = workspace
        step.writes.append(workspace)
      }
      schedule.forward.append(step)
    }
  }

  /// All layers from the last to the first. When a layer's turn comes, all its readers have had theirs, so its gradient
  /// is complete but for what no output depends on.
  mutating func addBackward() {
    firstGradient = schedule.buffers.count
    addBuffers(.gradients)
    for (id, node) in graph.nodes.enumerated().reversed() {
      let own = gradient(of: id)
      for (index, output) in outputs.enumerated() where output == id { addSeed(to: own, id, index) }
      guard !coverage.isEmpty(in: own) else { continue }
      addZeros(to: own, id)
      if node.inputs.isEmpty { schedule.backward.append(makeStep(.backward, id, reads: [own])) }
      if node.operation is any ChannelMoving {
        for movement in layout.copies[id] {
          let target = gradient(of: node.inputs[movement.input])
          add(id, from: own[movement.target], to: target[movement.source])
        }
      } else {
        for (index, input) in node.inputs.enumerated() { addGradient(of: input, index, id, own) }
      }
    }
  }

  // MARK: Implementation

  /// The channels that a concatenation or slice has to copy.
  private mutating func addCopies(to own: Region, _ id: Graph.NodeID) {
    let copies = layout.copies[id]
    if let last = copies.last, last.target.upperBound == own.shape[2], !own[last.target].isComplete {
      // No part writes the channels that only fill the last block.
      let filled = own.shape[2] / own.block * own.block * own.pixels
      let rest = (own.floats.lowerBound + filled)..<own.floats.upperBound
      if !rest.isEmpty {
        schedule.forward.append(makeStep(.zero, id, writes: Region(buffer: own.buffer, floats: rest)))
      }
    }
    for movement in copies {
      let source = layout.regions[graph.nodes[id].inputs[movement.input]]
      schedule.forward.append(
        makeStep(.copy, id, reads: [source[movement.source]], writes: own[movement.target]))
    }
  }

  /// The gradient of an operation's input, which adds to what is there already.
  private mutating func addGradient(of input: Graph.NodeID, _ index: Int, _ id: Graph.NodeID, _ own: Region) {
    let node = graph.nodes[id]
    let target = gradient(of: input)
    let activations = node.operation.derivativeReads(of: index).map { activation in
      switch activation {
      case .input(let index): layout.regions[node.inputs[index]]
      case .output: layout.regions[id]
      }
    }
    var step = makeStep(
      .backward, id, reads: [own] + (workspaces[id].map { [$0] } ?? activations), writes: target)
    step.index = index
    if coverage.isEmpty(in: target) {
      coverage.insert(target)
      schedule.backward.append(step)
      return
    }
    addZeros(to: target, id)
    step.accumulates = rules.accumulates(node.operation)
    if !step.accumulates {
      step.writes = [addBuffer(.part, node.name, like: target)]
    }
    schedule.backward.append(step)
    if !step.accumulates { add(id, from: step.writes[0], to: target) }
  }

  /// Adds channels of a gradient to another gradient, or sets them where there is nothing yet.
  private mutating func add(_ id: Graph.NodeID, from source: Region, to target: Region) {
    var step = makeStep(.copy, id, reads: [source], writes: target)
    step.accumulates = !target.isComplete || !coverage.isEmpty(in: target)
    if step.accumulates { addZeros(to: target, id) }
    coverage.insert(target)
    schedule.backward.append(step)
  }

  /// The gradient that the caller gives an output.
  private mutating func addSeed(to own: Region, _ id: Graph.NodeID, _ index: Int) {
    var step = makeStep(.seed, id, writes: own)
    step.index = index
    step.accumulates = !coverage.isEmpty(in: own)
    if step.accumulates { addZeros(to: own, id) }
    coverage.insert(own)
    schedule.backward.append(step)
  }

  /// Zeros where no output depends on a part of a region.
  private mutating func addZeros(to region: Region, _ id: Graph.NodeID) {
    for gap in coverage.gaps(in: region) {
      let hole = Region(buffer: region.buffer, floats: gap)
      coverage.insert(hole)
      schedule.backward.append(makeStep(.zero, id, writes: hole))
    }
  }

  private func makeStep(
    _ kind: Step.Kind, _ id: Graph.NodeID, reads: [Region] = [], writes: Region? = nil
  ) -> Step {
    let node = graph.nodes[id]
    var step = Step(
      kind: kind, layer: node.name, operation: node.operation, reads: reads,
      writes: writes.map { [$0] } ?? [])
    if kind == .forward || kind == .backward {
      step.operations =
        2 * node.operation.multiplyAdds(from: node.inputs.map { shapes[$0] }, to: shapes[id])
    }
    return step
  }

  private func gradient(of id: Graph.NodeID) -> Region {
    layout.regions[id].moved(to: firstGradient + layout.regions[id].buffer)
  }

  /// A buffer for each of the layout's.
  private mutating func addBuffers(_ content: Schedule.Buffer.Content) {
    for (index, floats) in layout.sizes.enumerated() {
      let owner = layout.regions.lastIndex { $0.buffer == index } ?? 0
      _ = addBuffer(content, graph.nodes[owner].name, floats: floats)
    }
  }

  private mutating func addBuffer(_ content: Schedule.Buffer.Content, _ layer: String, floats: Int) -> Region
  {
    schedule.buffers.append(Schedule.Buffer(content: content, layer: layer, floats: floats))
    return Region(buffer: schedule.buffers.count - 1, floats: 0..<floats)
  }

  private mutating func addBuffer(
    _ content: Schedule.Buffer.Content, _ layer: String, like region: Region
  ) -> Region {
    let buffer = addBuffer(content, layer, floats: region.floats.count).buffer
    return Region(buffer: buffer, first: 0, shape: region.shape, block: region.block)
  }
}

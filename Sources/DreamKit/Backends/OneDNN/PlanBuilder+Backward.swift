import CKernels

/// The way back through the graph.
extension PlanBuilder {
  /// All layers from the last to the first. When a layer's turn comes, everybody who reads it has had theirs, so its
  /// gradient is whole but for what no output depends on.
  mutating func addBackward(_ rules: [BackwardRule?]) throws(DreamError) {
    let gradients = layout.sizes.map { recipe.addBuffer(bytes: $0 * MemoryLayout<Float>.stride) }
    func gradientRegion(_ id: Graph.NodeID) -> Region {
      Region(buffer: gradients[layout.regions[id].buffer], floats: layout.regions[id].floats)
    }
    var coverage = GradientCoverage()
    for (id, node) in graph.nodes.enumerated().reversed() {
      let own = gradientRegion(id)
      for _ in outputs.filter({ $0 == id }) { addSeed(own, id, &coverage) }
      guard !coverage.isEmpty(in: own), let rule = rules[id] else { continue }
      addZeros(to: own, node, &coverage)
      guard let input = node.inputs.first else {
        try rule.write(&self, own, own, false)
        continue
      }
      let target = gradientRegion(input)
      if coverage.isEmpty(in: target) {
        try rule.write(&self, own, target, false)
        coverage.insert(target)
        continue
      }
      addZeros(to: target, node, &coverage)
      if rule.accumulates {
        try rule.write(&self, own, target, true)
        continue
      }
      let count = target.floats.count
      let part = Region(
        buffer: recipe.addBuffer(bytes: count * MemoryLayout<Float>.stride), floats: 0..<count)
      try rule.write(&self, own, part, false)
      addBackwardStep(node, "sum", [part.buffer, target.buffer]) { memory throws(DreamError) in
        let (sum, term) = (memory[target], memory[part])
        return { () throws(DreamError) in dk_add(sum, term, count) }
      }
    }
  }

  /// Appends a step of the way back.
  mutating func addBackwardStep(
    _ node: Graph.Node, _ work: String, _ buffers: [Int],
    bind: @escaping (Recipe.Memory) throws(DreamError) -> Recipe.Run
  ) {
    recipe.backward.append(Recipe.Step(layer: node.name, work: work, buffers: buffers, bind: bind))
  }

  /// The derivative of an output's mean: the same for each of its values.
  private mutating func addSeed(_ own: Region, _ id: Graph.NodeID, _ coverage: inout GradientCoverage) {
    let isFirst = coverage.isEmpty(in: own)
    if !isFirst { addZeros(to: own, graph.nodes[id], &coverage) }
    coverage.insert(own)
    let (shape, block) = (shapes[id], layout.block)
    addBackwardStep(graph.nodes[id], "seed", [own.buffer]) { memory throws(DreamError) in
      let gradient = memory[own]
      return { () throws(DreamError) in
        dk_fill_gradient(gradient, shape[2], block, shape[0] * shape[1], 1 / Float(shape.count), isFirst ? 0 : 1)
      }
    }
  }

  /// Zeros where no output depends on a part of a region.
  private mutating func addZeros(to region: Region, _ node: Graph.Node, _ coverage: inout GradientCoverage) {
    for gap in coverage.gaps(in: region) {
      let hole = Region(buffer: region.buffer, floats: gap)
      coverage.insert(hole)
      addBackwardStep(node, "zeros", [hole.buffer]) { memory throws(DreamError) in
        let values = memory[hole]
        return { () throws(DreamError) in values.update(repeating: 0, count: gap.count) }
      }
    }
  }
}

extension Graph {
  /// The graph that computes the given nodes and nothing else, with batch normalisation and ReLU fused into the
  /// convolutions and average pools behind convolutions that leave them less to do, and the places of those nodes in it.
  package func optimized(for outputs: [NodeID]) -> (graph: Graph, outputs: [NodeID]) {
    let pruned = pruned(to: outputs)
    let fused = pruned.graph.fused(keeping: pruned.outputs)
    return fused.graph.poolingLate(keeping: fused.outputs)
  }

  /// The graph without what lies behind the given nodes or beside their way.
  package func pruned(to outputs: [NodeID]) -> (graph: Graph, outputs: [NodeID]) {
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    for output in outputs { isNeeded[output] = true }
    for id in nodes.indices.reversed() where isNeeded[id] {
      for input in nodes[id].inputs { isNeeded[input] = true }
    }
    var result = Graph()
    var places = [NodeID?](repeating: nil, count: nodes.count)
    for (id, node) in nodes.enumerated() where isNeeded[id] {
      places[id] = result.add(node.operation, named: node.name, inputs: node.inputs.compactMap { places[$0] })
    }
    return (result, outputs.compactMap { places[$0] })
  }

  /// The graph with batch normalisation folded and ReLU fused into the convolution before it, wherever nobody else
  /// looks at what lies between. The convolution keeps its name.
  package func fused(keeping outputs: [NodeID]) -> (graph: Graph, outputs: [NodeID]) {
    let consumers = consumers
    var result = Graph()
    var places: [NodeID] = []
    for node in nodes {
      let isHidden = node.inputs.first.map { consumers[$0].count == 1 && !outputs.contains($0) } ?? false
      if isHidden, result.fuse(node.operation, into: places[node.inputs[0]]) {
        places.append(places[node.inputs[0]])
      } else {
        places.append(result.add(node.operation, named: node.name, inputs: node.inputs.map { places[$0] }))
      }
    }
    return (result, outputs.map { places[$0] })
  }

  /// The graph with average pools of stride 1 moved behind the 1×1 convolution that alone reads them, where that has
  /// fewer channels: a mean over pixels and a sum over channels can be taken in either order, and a bias is its own
  /// mean, as padding does not count. The ReLU comes last, as a node of its own.
  package func poolingLate(keeping outputs: [NodeID]) -> (graph: Graph, outputs: [NodeID]) {
    let (consumers, channels) = (consumers, channels)
    /// The convolution that is to come before a pool.
    func follower(of id: NodeID) -> NodeID? {
      guard case .pooling(let pooling) = nodes[id].operation, pooling.kind == .average,
        pooling.window.stride == 1,
        let reader = consumers[id].first, consumers[id].count == 1, !outputs.contains(id),
        case .convolution(let convolution) = nodes[reader].operation,
        convolution.window == Window(rows: 1, columns: 1, padding: convolution.window.padding),
        convolution.filters < channels[nodes[id].inputs[0]]
      else { return nil }
      return reader
    }
    var result = Graph()
    var places: [NodeID] = []
    for (id, node) in nodes.enumerated() {
      if follower(of: id) != nil {
        // Nobody but the convolution looks here.
        places.append(places[node.inputs[0]])
      } else if case .convolution(var convolution) = node.operation, follower(of: node.inputs[0]) == id {
        let isRectified = convolution.relu
        convolution.relu = false
        let pool = nodes[node.inputs[0]]
        let summed = result.add(.convolution(convolution), named: node.name, inputs: [places[node.inputs[0]]])
        let pooled = result.add(pool.operation, named: pool.name, inputs: [summed])
        places.append(
          isRectified ? result.add(.relu, named: "\(node.name)/relu", inputs: [pooled]) : pooled)
      } else {
        places.append(result.add(node.operation, named: node.name, inputs: node.inputs.map { places[$0] }))
      }
    }
    return (result, outputs.map { places[$0] })
  }

  // MARK: Implementation

  /// Makes an operation part of the convolution before it, if that is one and nothing stands in the way.
  private mutating func fuse(_ operation: Operation, into place: NodeID) -> Bool {
    guard case .convolution(var convolution) = nodes[place].operation, !convolution.relu else { return false }
    switch operation {
    case .batchNormalization(let normalization) where convolution.normalization == nil:
      convolution.normalization = normalization
    case .relu:
      convolution.relu = true
    default:
      return false
    }
    replaceOperation(of: place, with: .convolution(convolution))
    return true
  }
}

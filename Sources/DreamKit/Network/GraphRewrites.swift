extension Graph {
  /// The graph that computes the given nodes and nothing else, with batch normalisation and ReLU fused into the
  /// convolutions, and the places of those nodes in it.
  package func optimized(for outputs: [NodeID]) -> (graph: Graph, outputs: [NodeID]) {
    let pruned = pruned(to: outputs)
    return pruned.graph.fused(keeping: pruned.outputs)
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

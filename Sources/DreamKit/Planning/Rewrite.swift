/// A change of a graph that keeps what its outputs compute. Each backend chooses those that suit its kernels.
package struct Rewrite: Sendable {
  /// The rewritten graph, and the given outputs in it.
  let apply: @Sendable (_ graph: Graph, _ outputs: [Graph.NodeID]) -> (graph: Graph, outputs: [Graph.NodeID])

  /// Folds batch normalisation and fuses ReLU into the convolution before it: ``Graph/fused(keeping:)``.
  package static let fusing = Rewrite { $0.fused(keeping: $1) }
  /// Moves average pools behind 1×1 convolutions: ``Graph/poolingLate(keeping:)``.
  package static let poolingLate = Rewrite { $0.poolingLate(keeping: $1) }
}

extension Graph {
  /// The graph that computes the given nodes and nothing else after rewrites, and those nodes in it.
  package func optimized(for outputs: [NodeID], by rewrites: [Rewrite]) -> (graph: Graph, outputs: [NodeID]) {
    rewrites.reduce(pruned(to: outputs)) { $1.apply($0.graph, $0.outputs) }
  }

  /// The graph without what lies behind the given nodes or beside the paths to them.
  package func pruned(to outputs: [NodeID]) -> (graph: Graph, outputs: [NodeID]) {
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    for output in outputs { isNeeded[output] = true }
    for id in nodes.indices.reversed() where isNeeded[id] {
      for input in nodes[id].inputs { isNeeded[input] = true }
    }
    var result = Graph()
    var ids = [NodeID?](repeating: nil, count: nodes.count)
    for (id, node) in nodes.enumerated() where isNeeded[id] {
      ids[id] = result.add(node.operation, named: node.name, inputs: node.inputs.compactMap { ids[$0] })
    }
    return (result, outputs.compactMap { ids[$0] })
  }

  /// The graph with batch normalisation folded and ReLU fused into the convolution before it, wherever no other node
  /// reads what lies between. The convolution keeps its name.
  package func fused(keeping outputs: [NodeID]) -> (graph: Graph, outputs: [NodeID]) {
    let consumers = consumers
    var result = Graph()
    var ids: [NodeID] = []
    for node in nodes {
      let isHidden = node.inputs.first.map { consumers[$0].count == 1 && !outputs.contains($0) } ?? false
      if isHidden, result.fuse(node.operation, into: ids[node.inputs[0]]) {
        ids.append(ids[node.inputs[0]])
      } else {
        ids.append(result.add(node.operation, named: node.name, inputs: node.inputs.map { ids[$0] }))
      }
    }
    return (result, outputs.map { ids[$0] })
  }

  /// The graph with average pools of stride 1 moved behind the 1×1 convolution that alone reads them, where that has
  /// fewer channels: a mean over pixels and a sum over channels can be taken in either order, and a bias is its own
  /// mean, as padding does not count. The ReLU comes last, as a node of its own.
  package func poolingLate(keeping outputs: [NodeID]) -> (graph: Graph, outputs: [NodeID]) {
    let (consumers, channels) = (consumers, channels)
    /// The convolution that is to come before a pool.
    func follower(of id: NodeID) -> NodeID? {
      guard let pooling = nodes[id].operation as? Pooling, pooling.kind == .average,
        pooling.window.stride == 1,
        let reader = consumers[id].first, consumers[id].count == 1, !outputs.contains(id),
        let convolution = nodes[reader].operation as? Convolution,
        convolution.window == Window(rows: 1, columns: 1, padding: convolution.window.padding),
        convolution.filters < channels[nodes[id].inputs[0]]
      else { return nil }
      return reader
    }
    var result = Graph()
    var ids: [NodeID] = []
    for (id, node) in nodes.enumerated() {
      if follower(of: id) != nil {
        // Only the convolution reads this.
        ids.append(ids[node.inputs[0]])
      } else if var convolution = node.operation as? Convolution, follower(of: node.inputs[0]) == id {
        let isRectified = convolution.relu
        convolution.relu = false
        let pool = nodes[node.inputs[0]]
        let summed = result.add(convolution, named: node.name, inputs: [ids[node.inputs[0]]])
        let pooled = result.add(pool.operation, named: pool.name, inputs: [summed])
        ids.append(isRectified ? result.add(ReLU(), named: "\(node.name)/relu", inputs: [pooled]) : pooled)
      } else {
        ids.append(result.add(node.operation, named: node.name, inputs: node.inputs.map { ids[$0] }))
      }
    }
    return (result, outputs.map { ids[$0] })
  }

  // MARK: Implementation

  /// Makes an operation part of the convolution before it, if that is one and can take it.
  private mutating func fuse(_ operation: any Operation, into id: NodeID) -> Bool {
    guard var convolution = nodes[id].operation as? Convolution, !convolution.relu else { return false }
    if let normalization = operation as? BatchNormalization, convolution.normalization == nil {
      convolution.normalization = normalization
    } else if operation is ReLU {
      convolution.relu = true
    } else {
      return false
    }
    replaceOperation(of: id, with: convolution)
    return true
  }
}

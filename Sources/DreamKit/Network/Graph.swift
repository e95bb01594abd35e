/// A network as a list of nodes, each after the nodes it reads.
package struct Graph: Sendable, Equatable {
  /// The place of a node in ``nodes``.
  package typealias NodeID = Int

  /// One layer.
  package struct Node: Sendable, Equatable {
    /// The layer's Keras name, unique in the graph.
    package var name: String
    package var operation: Operation
    package var inputs: [NodeID]
  }

  /// The nodes in topological order; the first is the input.
  package private(set) var nodes: [Node] = []

  package init() {}

  /// Adds a node behind the ones that are there.
  @discardableResult
  package mutating func add(_ operation: Operation, named name: String, inputs: [NodeID]) -> NodeID {
    precondition(inputs.allSatisfy { $0 < nodes.count }, "a node comes after the nodes it reads")
    nodes.append(Node(name: name, operation: operation, inputs: inputs))
    return nodes.count - 1
  }

  /// Makes a node compute something else from the same inputs.
  package mutating func replaceOperation(of node: NodeID, with operation: Operation) {
    nodes[node].operation = operation
  }

  /// The node of that name.
  package func node(named name: String) -> NodeID? { nodes.firstIndex { $0.name == name } }

  /// For each node the nodes that read it.
  package var consumers: [[NodeID]] {
    var result = [[NodeID]](repeating: [], count: nodes.count)
    for (id, node) in nodes.enumerated() {
      for input in node.inputs { result[input].append(id) }
    }
    return result
  }

  /// The number of channels of each node's output.
  package var channels: [Int] {
    var result: [Int] = []
    for node in nodes {
      switch node.operation {
      case .input(let mode): result.append(mode.channels.count)
      case .convolution(let convolution): result.append(convolution.filters)
      case .concatenation: result.append(node.inputs.reduce(0) { $0 + result[$1] })
      case .slice(let channels): result.append(channels.count)
      case .batchNormalization, .relu, .pooling: result.append(result[node.inputs[0]])
      }
    }
    return result
  }
}

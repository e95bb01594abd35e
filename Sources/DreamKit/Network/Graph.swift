/// A network as a list of nodes, each after the nodes it reads.
package struct Graph: Sendable, Equatable {
  /// The index of a node in ``nodes``.
  package typealias NodeID = Int

  /// One layer.
  package struct Node: Sendable, Equatable {
    /// The layer's Keras name, unique in the graph.
    package var name: String
    package var operation: any Operation
    package var inputs: [NodeID]

    package static func == (a: Self, b: Self) -> Bool {
      a.name == b.name && a.inputs == b.inputs && a.operation.isEqual(to: b.operation)
    }
  }

  /// The nodes in topological order; the first is the input.
  package private(set) var nodes: [Node] = []

  package init() {}

  /// Adds a node behind the ones that are there.
  @discardableResult
  package mutating func add(_ operation: any Operation, named name: String, inputs: [NodeID]) -> NodeID {
    precondition(inputs.allSatisfy { $0 < nodes.count }, "a node comes after the nodes it reads")
    nodes.append(Node(name: name, operation: operation, inputs: inputs))
    return nodes.count - 1
  }

  /// Makes a node compute something else from the same inputs.
  package mutating func replaceOperation(of node: NodeID, with operation: any Operation) {
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

  /// The output shape [height, width, channels] of every node for an image of the given size.
  ///
  /// - Throws: ``DreamError`` naming the first layer that its inputs do not fit.
  package func outputShapes(height: Int, width: Int) throws(DreamError) -> [Shape] {
    let shapes = shapes(height: height, width: width)
    guard let node = shapes.firstIndex(where: { $0.count == 0 }).map({ nodes[$0] }) else { return shapes }
    let inputs = node.inputs.map { "\(shapes[$0])" }
    if inputs.count > 1 {
      throw DreamError(
        .invalidArgument,
        "The layer '\(node.name)' cannot join shapes \(inputs.joined(separator: " and ")), which an image of "
          + "\(width)×\(height) pixels gives.")
    }
    throw DreamError(
      .invalidArgument,
      "The image of \(width)×\(height) pixels is too small for the layer '\(node.name)'.",
      remedy: "Use a larger image.")
  }

  /// The number of channels of each node's output, which does not depend on the image's size.
  package var channels: [Int] { shapes(height: Self.ample, width: Self.ample).map { $0[2] } }

  /// The layers that have parameters, in the order of the graph, which is the order in which Keras creates them, and
  /// the parameters of each in Keras' order; the kind is ``Operation/kerasStem``.
  package var parameterShapes: [(layer: String, kind: String, parameters: [ParameterShape])] {
    let shapes = shapes(height: Self.ample, width: Self.ample)
    return nodes.compactMap { node in
      let parameters = node.operation.parameters(of: node.inputs.map { shapes[$0] })
      return parameters.isEmpty ? nil : (node.name, node.operation.kerasStem, parameters)
    }
  }

  // MARK: Implementation

  /// A side of an image that no network shrinks to nothing.
  private static let ample = 1 << 20

  /// The output shape of every node, with extents of 0 where it does not fit.
  private func shapes(height: Int, width: Int) -> [Shape] {
    var shapes: [Shape] = []
    for node in nodes {
      shapes.append(
        node.operation.shape(of: node.inputs.isEmpty ? [[height, width, 3]] : node.inputs.map { shapes[$0] }))
    }
    return shapes
  }
}

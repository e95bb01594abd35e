/// Builds a graph layer by layer, naming layers as Keras does: `conv2d`, `conv2d_1`, … Each operation's file adds its method.
package struct GraphBuilder {
  package private(set) var graph = Graph()
  private var counts: [String: Int] = [:]

  package init() {}

  /// Adds a layer behind those that it reads, with Keras' next name where it is given none.
  package mutating func add(
    _ operation: any Operation, to inputs: [Graph.NodeID], named name: String? = nil
  ) -> Graph.NodeID {
    graph.add(operation, named: name ?? nextName(operation.kerasStem), inputs: inputs)
  }

  /// Keras' next name for a kind of layer.
  mutating func nextName(_ stem: String) -> String {
    defer { counts[stem, default: 0] += 1 }
    return counts[stem].map { "\(stem)_\($0)" } ?? stem
  }
}

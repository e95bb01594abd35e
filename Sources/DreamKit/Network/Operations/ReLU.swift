/// max(x, 0).
package struct ReLU: Operation {
  package var kerasName: String { "Activation" }

  package func derivativeReads(of input: Int) -> [Activation] { [.output] }
}

extension GraphBuilder {
  /// A ReLU.
  package mutating func relu(_ input: Graph.NodeID, named name: String? = nil) -> Graph.NodeID {
    add(ReLU(), to: [input], named: name)
  }
}

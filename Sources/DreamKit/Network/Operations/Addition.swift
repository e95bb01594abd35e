/// The sum of its inputs, element by element: Keras' `Add`. An axis of extent 1 counts for all positions of the others'
/// axis, as NumPy broadcasts: [9, 9, 64] + [1, 1, 64].
package struct Addition: Operation {
  package var kerasName: String { "Add" }

  package func shape(of inputs: [Shape]) -> Shape {
    let extents = (0..<3).map { axis in inputs.map { $0[axis] }.filter { $0 != 1 } }
    guard extents.allSatisfy({ Set($0).count < 2 }) else { return [0, 0, 0] }
    return Shape(extents.map { $0.first ?? 1 })
  }
}

extension GraphBuilder {
  /// The sum of several layers.
  package mutating func addition(_ inputs: [Graph.NodeID], named name: String? = nil) -> Graph.NodeID {
    add(Addition(), to: inputs, named: name)
  }
}

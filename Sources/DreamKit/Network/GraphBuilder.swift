/// Builds a graph layer by layer, naming layers as Keras does: `conv2d`, `conv2d_1`, …
package struct GraphBuilder {
  package private(set) var graph = Graph()
  private var counts: [String: Int] = [:]

  package init() {}

  /// The image.
  package mutating func input(_ mode: InputMode, named name: String = "input_1") -> Graph.NodeID {
    graph.add(.input(mode), named: name, inputs: [])
  }

  /// A convolution.
  package mutating func convolution(
    _ input: Graph.NodeID, filters: Int, window: Window, hasBias: Bool, named name: String? = nil
  ) -> Graph.NodeID {
    let convolution = Convolution(window: window, filters: filters, hasBias: hasBias)
    return graph.add(.convolution(convolution), named: name ?? next("conv2d"), inputs: [input])
  }

  /// A batch normalisation.
  package mutating func batchNormalization(_ input: Graph.NodeID, epsilon: Float, hasScale: Bool)
    -> Graph.NodeID
  {
    let name = next("batch_normalization")
    let normalization = BatchNormalization(layer: name, epsilon: epsilon, hasScale: hasScale)
    return graph.add(.batchNormalization(normalization), named: name, inputs: [input])
  }

  /// A ReLU.
  package mutating func relu(_ input: Graph.NodeID, named name: String? = nil) -> Graph.NodeID {
    graph.add(.relu, named: name ?? next("activation"), inputs: [input])
  }

  /// A pooling.
  package mutating func pooling(
    _ input: Graph.NodeID, _ kind: Pooling.Kind, window: Window, named name: String? = nil
  ) -> Graph.NodeID {
    let stem = kind == .max ? "max_pooling2d" : "average_pooling2d"
    return graph.add(
      .pooling(Pooling(kind: kind, window: window)), named: name ?? next(stem), inputs: [input])
  }

  /// The channels of several layers, one after the other.
  package mutating func concatenation(_ inputs: [Graph.NodeID], named name: String? = nil) -> Graph.NodeID {
    graph.add(.concatenation, named: name ?? next("concatenate"), inputs: inputs)
  }

  /// Some channels of a layer.
  package mutating func slice(_ input: Graph.NodeID, channels: Range<Int>, named name: String? = nil)
    -> Graph.NodeID
  {
    graph.add(.slice(channels), named: name ?? next("get_item"), inputs: [input])
  }

  // MARK: Implementation

  private mutating func next(_ stem: String) -> String {
    defer { counts[stem, default: 0] += 1 }
    return counts[stem].map { "\(stem)_\($0)" } ?? stem
  }
}

/// The layers that Inception networks are made of (Szegedy et al., 2015, "Rethinking the Inception Architecture for
/// Computer Vision"): a network is a table of rows, in the order in which Keras creates the layers.
enum InceptionRow {
  /// A convolution without bias, batch normalisation without scale, ReLU: Keras' `conv2d_bn`.
  case conv(Int, Int, Int, stride: Int = 1, padding: Window.Padding = .same)
  /// The largest of 3×3 values, half the size.
  case maxPool
  /// The mean of 3×3 values, the same size; padding does not count.
  case averagePool
  /// Branches over one input, their channels side by side.
  case mixed(String?, [[InceptionRow]])

  /// The smallest side of an image from which `mixed8` still has a cell, as Keras has it.
  static let minimumSide = 75
}

extension GraphBuilder {
  /// Adds the rows behind a node and returns the last node.
  mutating func append(_ rows: [InceptionRow], to start: Graph.NodeID) -> Graph.NodeID {
    var x = start
    for row in rows {
      switch row {
      case .conv(let filters, let height, let width, let stride, let padding):
        let window = Window(rows: height, columns: width, stride: stride, padding: padding)
        x = convolution(x, filters: filters, window: window, hasBias: false)
        x = batchNormalization(x, epsilon: 1e-3, hasScale: false)
        x = relu(x)
      case .maxPool:
        x = pooling(x, .max, window: Window(rows: 3, columns: 3, stride: 2, padding: .valid))
      case .averagePool:
        x = pooling(x, .average, window: Window(rows: 3, columns: 3))
      case .mixed(let name, let branches):
        var ends: [Graph.NodeID] = []
        for branch in branches { ends.append(append(branch, to: x)) }
        x = concatenation(ends, named: name)
      }
    }
    return x
  }
}

extension Graph {
  /// The output shape [height, width, channels] of every node for an image of the given size.
  ///
  /// - Throws: ``DreamError`` naming the first layer whose window does not fit.
  package func outputShapes(height: Int, width: Int) throws(DreamError) -> [Shape] {
    var shapes: [Shape] = []
    for (node, channels) in zip(nodes, channels) {
      let input = node.inputs.first.map { shapes[$0] } ?? [height, width, channels]
      guard let window = node.operation.window else {
        shapes.append([input[0], input[1], channels])
        continue
      }
      let rows = window.positions(extent: input[0], size: window.rows)
      let columns = window.positions(extent: input[1], size: window.columns)
      guard rows > 0, columns > 0 else {
        throw DreamError(
          .invalidArgument,
          "The image of \(width)×\(height) pixels is too small for the layer '\(node.name)'.",
          remedy: "Use a larger image.")
      }
      shapes.append([rows, columns, channels])
    }
    return shapes
  }
}

extension Operation {
  /// The window that the operation slides over its input, if it does.
  package var window: Window? {
    switch self {
    case .convolution(let convolution): convolution.window
    case .pooling(let pooling): pooling.window
    case .input, .batchNormalization, .relu, .concatenation, .slice: nil
    }
  }
}

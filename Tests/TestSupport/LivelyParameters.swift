import DreamKit

/// Seeded parameters that keep a signal alive through many layers: He-scaled kernels, and normalisations that do
/// something.
package struct LivelyParameters: ParameterStore {
  private let shapes: [String: [ParameterShape]]
  private let seed: UInt64

  package init(for graph: Graph, seed: UInt64 = 0) {
    shapes = Dictionary(uniqueKeysWithValues: graph.parameterShapes.map { ($0.layer, $0.parameters) })
    self.seed = seed
  }

  package func parameters(of layer: String) throws(DreamError) -> [Tensor] {
    let stream = layer.utf8.reduce(seed &+ 17) { $0 &* 31 &+ UInt64($1) }
    var generator = SeededGenerator(seed: stream)
    return shapes[layer, default: []].map { parameter in
      let shape = parameter.shape
      let (low, high): (Float, Float) =
        switch parameter.role {
        case .kernel:
          {
            let limit = (6 / Float(shape[0] * shape[1] * shape[2])).squareRoot()
            return (-limit, limit)
          }()
        case .gamma: (0.5, 1.5)
        case .variance: (0.5, 1.5)
        case .bias, .beta, .mean: (-0.3, 0.4)
        }
      return Tensor(
        shape: shape, values: (0..<shape.count).map { _ in low + (high - low) * generator.nextUnit() })
    }
  }
}

extension Tensor {
  /// Numbers drawn uniformly from [-1, 1).
  package static func random(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, values: (0..<shape.count).map { _ in generator.nextUnit() * 2 - 1 })
  }
}

/// ‖a - b‖ / ‖b‖.
package func relativeError(_ a: [Float], _ b: [Float]) -> Double {
  guard a.count == b.count else { return .infinity }
  var (difference, size) = (0.0, 0.0)
  for (x, y) in zip(a, b) {
    difference += Double(x - y) * Double(x - y)
    size += Double(y) * Double(y)
  }
  return (difference / max(size, 1e-300)).squareRoot()
}

import Glibc

extension Tensor {
  /// Normal numbers from a seed, the same for the same seed (Box and Muller, 1958).
  ///
  /// - Parameter deviation: the standard deviation.
  public static func normal(_ shape: Shape, mean: Float = 0, deviation: Float = 1, seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    var values: [Float] = []
    values.reserveCapacity(shape.count + 1)
    while values.count < shape.count {
      let radius = (-2 * log(1 - generator.nextUnit())).squareRoot()
      let angle = 2 * Float.pi * generator.nextUnit()
      values += [mean + deviation * radius * cos(angle), mean + deviation * radius * sin(angle)]
    }
    return Tensor(shape: shape, values: Array(values.prefix(shape.count)))
  }

  /// Numbers drawn evenly from [low, high), the same for the same seed.
  public static func uniform(_ shape: Shape, from low: Float, to high: Float, seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<shape.count).map { _ in low + (high - low) * generator.nextUnit() }
    return Tensor(shape: shape, values: values)
  }
}

extension Tensor {
  /// What becomes of many values: one, computed in double precision.
  package enum Reduction: Sendable {
    case sum
    /// NaN where there are no values.
    case mean
    /// The population standard deviation; NaN where there are no values.
    case standardDeviation

    /// The reduction of all values of a tensor.
    package func callAsFunction(_ tensor: Tensor) -> Double {
      let count = tensor.values.count
      return tensor.values.withUnsafeBufferPointer { reduce($0, outer: 1, extent: count, inner: 1) }[0]
    }
  }

  /// The sum of all values, added in double precision.
  public var sum: Double { Reduction.sum(self) }

  /// The mean of all values in double precision; NaN where there are none.
  public var mean: Double { Reduction.mean(self) }

  /// The population standard deviation of all values in double precision; NaN where there are none.
  public var standardDeviation: Double { Reduction.standardDeviation(self) }

  /// The smallest and the largest value, or nil where there are none.
  public var bounds: (lowest: Float, highest: Float)? {
    guard let first = values.first else { return nil }
    return values.reduce((first, first)) { (min($0.0, $1), max($0.1, $1)) }
  }

  /// Reduces one axis, which disappears.
  ///
  /// - Parameters:
  ///   - axis: counted from 0, less than the rank.
  ///   - reduction: what becomes of the values along the axis.
  package func reduced(axis: Int, by reduction: Reduction) -> Tensor {
    precondition(axis >= 0 && axis < shape.rank, "the axis exists")
    var extents = shape.dimensions
    let extent = extents.remove(at: axis)
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    let outer = shape.dimensions[..<axis].reduce(1, *)
    let result = values.withUnsafeBufferPointer {
      reduction.reduce($0, outer: outer, extent: extent, inner: inner)
    }
    return Tensor(shape: Shape(extents), values: result.map(Float.init))
  }
}

extension Tensor.Reduction {
  /// Reduces the middle axis of values [outer, extent, inner] to [outer, inner], in the order in which they lie in memory.
  fileprivate func reduce(
    _ values: UnsafeBufferPointer<Float>, outer: Int, extent: Int, inner: Int
  ) -> [Double] {
    /// The sum along the axis of what `term` makes of each value and the index of its result.
    func total(_ term: (Double, Int) -> Double) -> [Double] {
      var sums = [Double](repeating: 0, count: outer * inner)
      for block in 0..<outer {
        for row in block * extent..<(block + 1) * extent {
          for column in 0..<inner {
            let index = block * inner + column
            sums[index] += term(Double(values[row * inner + column]), index)
          }
        }
      }
      return sums
    }
    let sums = total { value, _ in value }
    if self == .sum { return sums }
    let means = sums.map { $0 / Double(extent) }
    if self == .mean { return means }
    let squares = total { value, index in (value - means[index]) * (value - means[index]) }
    return squares.map { ($0 / Double(extent)).squareRoot() }
  }
}

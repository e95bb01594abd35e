extension Tensor {
  /// The sum of all values, added in double precision.
  public var sum: Double { values.reduce(0.0) { $0 + Double($1) } }

  /// The mean of all values in double precision; NaN where there are none.
  public var mean: Double { sum / Double(values.count) }

  /// The population standard deviation of all values in double precision; NaN where there are none.
  public var standardDeviation: Double {
    let mean = mean
    let squares = values.reduce(0.0) { total, value in
      let distance = Double(value) - mean
      return total + distance * distance
    }
    return (squares / Double(values.count)).squareRoot()
  }

  /// The smallest and the largest value, or nil where there are none.
  public var bounds: (lowest: Float, highest: Float)? {
    guard let first = values.first else { return nil }
    return values.reduce((first, first)) { (min($0.0, $1), max($0.1, $1)) }
  }

  /// Reduces one axis with a function of its values; the axis disappears.
  ///
  /// - Parameter axis: counted from 0, less than the rank.
  public func reduced(axis: Int, by reduce: (Tensor) -> Double) -> Tensor {
    precondition(axis >= 0 && axis < shape.rank, "the axis exists")
    let extent = shape[axis]
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    let outer = shape.dimensions[..<axis].reduce(1, *)
    var extents = shape.dimensions
    extents.remove(at: axis)
    var result: [Float] = []
    result.reserveCapacity(outer * inner)
    for block in 0..<outer {
      for place in 0..<inner {
        let line = (0..<extent).map { values[(block * extent + $0) * inner + place] }
        result.append(Float(reduce(Tensor(shape: [extent], values: line))))
      }
    }
    return Tensor(shape: Shape(extents), values: result)
  }
}

#if canImport(Glibc)
  import Glibc
#endif

extension Tensor {
  /// The operations that combine two tensors value by value, in float32.
  package enum Arithmetic: Sendable {
    case add, subtract, multiply, divide
    /// Division rounded down, as Python's `//`.
    case floorDivide
    /// The remainder with the divisor's sign, as Python's `%`.
    case modulo
    case power

    /// The operation on two numbers.
    package func callAsFunction(_ a: Float, _ b: Float) -> Float {
      switch self {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      case .floorDivide: (a / b).rounded(.down)
      case .modulo: a - (a / b).rounded(.down) * b
      case .power: powf(a, b)
      }
    }
  }

  /// The most values an operation may make: a guard against shapes that would exhaust memory.
  package static let maximumCount = 1 << 29

  /// Combines two tensors value by value; extents of 1 and missing leading axes are repeated, as in NumPy.
  ///
  /// The result takes the memory of a tensor that is not shared; of two of one shape the right one's, as in
  /// `image + gradient * step`.
  ///
  /// - Throws: ``DreamError`` where the shapes do not go together or the result would be too large.
  package static func combine(
    _ a: consuming Tensor, _ b: consuming Tensor, by operation: Arithmetic
  ) throws(DreamError) -> Tensor {
    if a.shape == b.shape {
      b.change(with: a, operation)
      return b
    }
    if b.shape.rank == 0 { return a.combined(with: b.values[0], by: operation) }
    if a.shape.rank == 0 {
      let number = a.values[0]
      return b.map { operation(number, $0) }
    }
    return try stretched(a, b, operation)
  }

  /// Combines every value with a number on the right.
  package consuming func combined(with number: Float, by operation: Arithmetic) -> Tensor {
    map { operation($0, number) }
  }

  /// Changes every value; the result takes this tensor's memory where it is not shared.
  public consuming func map(_ transform: (Float) -> Float) -> Tensor {
    values.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] = transform(values[index]) }
    }
    return self
  }

  /// Every value brought into a range; `lower` must not be above `upper`.
  public consuming func clipped(lower: Float, upper: Float) -> Tensor { map { min(max($0, lower), upper) } }

  // MARK: Implementation

  /// Replaces each b by `operation(a, b)`.
  private mutating func change(with a: borrowing Tensor, _ operation: Arithmetic) {
    a.values.withUnsafeBufferPointer { a in
      values.withUnsafeMutableBufferPointer { b in
        for index in b.indices { b[index] = operation(a[index], b[index]) }
      }
    }
  }

  /// The operation on two tensors that are stretched to a common shape.
  private static func stretched(
    _ a: Tensor, _ b: Tensor, _ operation: Arithmetic
  ) throws(DreamError) -> Tensor {
    let shape = try broadcast(a.shape, b.shape)
    let aStrides = strides(of: a.shape, in: shape)
    let bStrides = strides(of: b.shape, in: shape)
    var values = [Float]()
    values.reserveCapacity(shape.count)
    var index = [Int](repeating: 0, count: shape.rank)
    var aOffset = 0
    var bOffset = 0
    for _ in 0..<shape.count {
      values.append(operation(a.values[aOffset], b.values[bOffset]))
      var axis = shape.rank - 1
      while axis >= 0 {
        index[axis] += 1
        aOffset += aStrides[axis]
        bOffset += bStrides[axis]
        if index[axis] < shape[axis] { break }
        aOffset -= aStrides[axis] * shape[axis]
        bOffset -= bStrides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return Tensor(shape: shape, values: values)
  }

  /// The shape both shapes are stretched to.
  private static func broadcast(_ a: Shape, _ b: Shape) throws(DreamError) -> Shape {
    let rank = max(a.rank, b.rank)
    var extents: [Int] = []
    var count = 1
    for axis in 0..<rank {
      let first = axis < rank - a.rank ? 1 : a[axis - (rank - a.rank)]
      let second = axis < rank - b.rank ? 1 : b[axis - (rank - b.rank)]
      guard first == second || first == 1 || second == 1 else { throw .shapeMismatch(a, b) }
      let extent = first == 1 ? second : first
      extents.append(extent)
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= maximumCount else {
        throw DreamError(.limitExceeded, "Combining the shapes \(a) and \(b) makes too large an array.")
      }
      count = product
    }
    return Shape(extents)
  }

  /// How far each axis of `shape` moves in the values of a tensor that is stretched to it.
  private static func strides(of inner: Shape, in shape: Shape) -> [Int] {
    var strides = [Int](repeating: 0, count: shape.rank)
    var step = 1
    for axis in (0..<inner.rank).reversed() {
      strides[axis + shape.rank - inner.rank] = inner[axis] == 1 ? 0 : step
      step *= inner[axis]
    }
    return strides
  }
}

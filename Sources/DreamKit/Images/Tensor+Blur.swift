import Glibc

extension Tensor {
  /// The largest standard deviation of a blur, in pixels.
  public static let largestBlur = 100.0

  /// A Gaussian blur, along the rows and then along the columns, in float32:
  ///
  ///     w(d) = exp(-d² / 2σ²) / Σ exp(-k² / 2σ²),  |d|, |k| ≤ radius = ⌊4σ + ½⌋
  ///
  /// Beyond its edges an image goes on as its own mirror image, the outermost pixels twice: c b a | a b c | c b a. The
  /// radius and the edges are those of `scipy.ndimage.gaussian_filter`.
  ///
  /// ```swift
  /// let soft = try picture.levels.blurred(sigma: 2)
  /// ```
  ///
  /// - Parameter sigma: the standard deviation σ in pixels, above 0 up to ``largestBlur``.
  /// - Throws: ``DreamError`` where self is not [height, width, channels], or sigma is out of range.
  public func blurred(sigma: Double) throws(DreamError) -> Tensor {
    guard shape.rank == 3, sigma > 0, sigma <= Self.largestBlur else {
      throw DreamError(
        .invalidArgument,
        "A blur takes an image of shape (height, width, channels) and a sigma above 0 up to \(Self.largestBlur) pixels; "
          + "this is a tensor \(shape) and \(sigma).")
    }
    let radius = Int(4 * sigma + 0.5)
    let bell = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = bell.reduce(0, +)
    let weights = bell.map { Float($0 / sum) }
    return weighted(by: weights, along: 1).weighted(by: weights, along: 0)
  }

  // MARK: Implementation

  /// Each value's weighted sum of its neighbours along an axis; the middle weight is its own.
  private func weighted(by weights: [Float], along axis: Int) -> Tensor {
    let (extent, inner) = (shape[axis], shape.dimensions[(axis + 1)...].reduce(1, *))
    guard shape.count > 0 else { return self }
    var result = Tensor(repeating: 0, shape: shape)
    result.values.withUnsafeMutableBufferPointer { target in
      values.withUnsafeBufferPointer { source in
        for start in stride(from: 0, to: source.count, by: extent * inner) {
          for index in 0..<extent {
            let to = start + index * inner
            for (offset, weight) in weights.enumerated() {
              let from = start + Self.mirrored(index + offset - weights.count / 2, extent) * inner
              for place in 0..<inner { target[to + place] += weight * source[from + place] }
            }
          }
        }
      }
    }
    return result
  }

  /// The index in 0..<extent that an index beyond the edges is the mirror image of.
  private static func mirrored(_ index: Int, _ extent: Int) -> Int {
    let folded = (index % (2 * extent) + 2 * extent) % (2 * extent)
    return min(folded, 2 * extent - 1 - folded)
  }
}

extension Tensor {
  /// `tf.image.resize`: bilinear, half-pixel centres, no antialiasing even when it shrinks.
  ///
  /// With scale = in / out an output i looks at x = (i + 0.5) · scale - 0.5, between lower = max(floor x, 0)
  /// and upper = min(ceil x, in - 1), at the fraction x - floor x; along the row first, then between the
  /// rows, in float32.
  ///
  /// - Parameters:
  ///   - height: the rows of the result, at least 1.
  ///   - width: its columns, at least 1.
  /// - Throws: ``DreamError`` where self is not [height, width, channels] or the new size cannot be.
  public func resized(height: Int, width: Int) throws(DreamError) -> Tensor {
    guard shape.rank == 3, shape.count > 0 else {
      throw DreamError(
        .invalidArgument, "resize takes an image of shape (height, width, channels); this tensor is \(shape)."
      )
    }
    guard height > 0, width > 0, height <= 1 << 20, width <= 1 << 20 else {
      throw DreamError(.invalidArgument, "An image cannot be resized to \(height) rows and \(width) columns.")
    }
    if height == shape[0] && width == shape[1] { return self }
    let channels = shape[2]
    let columns = Interpolation.make(inputs: shape[1], outputs: width)
    let rows = Interpolation.make(inputs: shape[0], outputs: height)
    let sourceRow = shape[1] * channels
    let result = [Float](unsafeUninitializedCapacity: height * width * channels) { target, count in
      values.withUnsafeBufferPointer { source in
        for (y, row) in rows.enumerated() {
          let (top, bottom) = (row.lower * sourceRow, row.upper * sourceRow)
          for (x, column) in columns.enumerated() {
            let (left, right) = (column.lower * channels, column.upper * channels)
            for channel in 0..<channels {
              let (a, b) = (source[top + left + channel], source[top + right + channel])
              let (c, d) = (source[bottom + left + channel], source[bottom + right + channel])
              let (upper, lower) = (a + (b - a) * column.fraction, c + (d - c) * column.fraction)
              target.initializeElement(
                at: (y * width + x) * channels + channel, to: upper + (lower - upper) * row.fraction)
            }
          }
        }
      }
      count = height * width * channels
    }
    return Tensor(shape: [height, width, channels], values: result)
  }
}

/// Between which two inputs an output lies, and where between them.
private struct Interpolation {
  var lower: Int
  var upper: Int
  var fraction: Float

  static func make(inputs: Int, outputs: Int) -> [Interpolation] {
    let scale = Float(inputs) / Float(outputs)
    return (0..<outputs).map { output in
      let place = (Float(output) + 0.5) * scale - 0.5
      let floor = place.rounded(.down)
      return Interpolation(
        lower: max(Int(floor), 0), upper: min(Int(place.rounded(.up)), inputs - 1), fraction: place - floor)
    }
  }
}

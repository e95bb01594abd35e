import CKernels

extension Image {
  /// The levels as floats in [0, 255], [height, width, 3].
  public var levels: Tensor { Tensor(shape: shape, values: pixels.map(Float.init)) }

  /// The paper's `deprocess`: 255 · (x + 1) / 2 in that order, truncated to 8 bits.
  ///
  /// Truncation lowers 63 of the 256 levels by one when nothing happened since `preprocess_input`; so does
  /// the paper's.
  ///
  /// - Parameter tensor: [height, width, 3] in [-1, 1]; values outside become 0 or 255.
  /// - Throws: ``DreamError`` where the tensor is no image.
  public init(deprocessing tensor: Tensor) throws(DreamError) {
    try self.init(tensor) { values, levels in
      dk_to_u8(values.baseAddress, levels.baseAddress, values.count)
    }
  }

  /// `tf.image.convert_image_dtype(x, tf.uint8)`: x · 255.5, truncated.
  ///
  /// - Parameter tensor: [height, width, 3] in [0, 1]; values outside become 0 or 255.
  /// - Throws: ``DreamError`` where the tensor is no image.
  package init(convertingUnit tensor: Tensor) throws(DreamError) {
    try self.init(tensor) { $0 * 255.5 }
  }

  /// `tf.cast(x, tf.uint8)`: the fraction is cut off.
  ///
  /// - Parameter tensor: [height, width, 3] in [0, 256); values outside become 0 or 255.
  /// - Throws: ``DreamError`` where the tensor is no image.
  package init(truncating tensor: Tensor) throws(DreamError) {
    try self.init(tensor) { $0 }
  }

  /// Levels rounded to the nearest of [-1, 1]: what `preprocessed()` made of a picture becomes that picture again.
  ///
  /// - Parameter tensor: [height, width, 3] in [-1, 1]; values outside become 0 or 255.
  /// - Throws: ``DreamError`` where the tensor is no image.
  public init(rounding tensor: Tensor) throws(DreamError) {
    try self.init(tensor) { (($0 + 1) * 127.5).rounded() }
  }

  /// A quick look at an image: ``init(deprocessing:)`` of every n-th pixel of every n-th row, n the smallest number that
  /// brings the longer side to `side` at most.
  ///
  /// - Throws: ``DreamError`` where the tensor is no image.
  package init(glancingAt tensor: Tensor, side: Int) throws(DreamError) {
    guard tensor.isImageShaped, tensor.shape.count > 0, max(tensor.shape[0], tensor.shape[1]) > side else {
      try self.init(deprocessing: tensor)
      return
    }
    let (height, width) = (tensor.shape[0], tensor.shape[1])
    let step = (max(height, width) + side - 1) / side
    var values: [Float] = []
    values.reserveCapacity((height / step + 1) * (width / step + 1) * 3)
    for y in stride(from: 0, to: height, by: step) {
      for x in stride(from: 0, to: width, by: step) {
        let pixel = (y * width + x) * 3
        values += tensor.values[pixel..<pixel + 3]
      }
    }
    let shape: Shape = [(height + step - 1) / step, (width + step - 1) / step, 3]
    try self.init(deprocessing: Tensor(shape: shape, values: values))
  }

  // MARK: Implementation

  private init(_ tensor: Tensor, _ level: (Float) -> Float) throws(DreamError) {
    try self.init(tensor) { values, levels in
      for index in values.indices {
        // Comparisons with NaN are false: it becomes 0.
        let value = level(values[index])
        levels[index] = value >= 255 ? 255 : value > 0 ? UInt8(value) : 0
      }
    }
  }

  /// - Parameter write: makes a level of each value.
  private init(
    _ tensor: Tensor, write: (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<UInt8>) -> Void
  ) throws(DreamError) {
    guard tensor.isImageShaped, tensor.shape.count > 0 else { throw .notAnImage(tensor.shape) }
    let pixels = [UInt8](unsafeUninitializedCapacity: tensor.values.count) { target, count in
      tensor.values.withUnsafeBufferPointer { write($0, target) }
      count = tensor.values.count
    }
    self.init(height: tensor.shape[0], width: tensor.shape[1], pixels: pixels)
  }
}

extension Tensor {
  /// `x / 127.5 - 1` in float32: levels in [0, 255] become [-1, 1] (`inception_v3.preprocess_input`).
  public consuming func preprocessed() -> Tensor { map { $0 / 127.5 - 1 } }
}

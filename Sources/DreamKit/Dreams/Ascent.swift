import CDreamShims

/// One step of gradient ascent, as the paper's code takes it.
package enum Ascent {
  /// Divides a gradient by its standard deviation plus 1e-8.
  ///
  /// The standard deviation is the population's, over all values (`tf.math.reduce_std`), in double precision; the mean is
  /// not removed, and the epsilon is added after the root.
  package static func normalize(_ gradient: inout Tensor) {
    let divisor = divisor(of: gradient)
    gradient.values.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] /= divisor }
    }
  }

  /// `image + gradient · stepSize`, clipped to [-1, 1].
  package static func climb(_ image: inout Tensor, along gradient: Tensor, stepSize: Float) {
    climb(&image, along: gradient, stepSize: stepSize, divisor: 1)
  }

  /// The two together, for a gradient that is not wanted afterwards: what ``normalize(_:)`` and
  /// ``climb(_:along:stepSize:)`` do, bit for bit, in one pass over the image.
  package static func climb(_ image: inout Tensor, alongNormalized gradient: Tensor, stepSize: Float) {
    climb(&image, along: gradient, stepSize: stepSize, divisor: divisor(of: gradient))
  }

  // MARK: Implementation

  private static func divisor(of gradient: Tensor) -> Float {
    gradient.values.withUnsafeBufferPointer { dk_deviation($0.baseAddress, $0.count) } + 1e-8
  }

  private static func climb(
    _ image: inout Tensor, along gradient: Tensor, stepSize: Float, divisor: Float
  ) {
    image.values.withUnsafeMutableBufferPointer { image in
      gradient.values.withUnsafeBufferPointer { gradient in
        dk_climb(image.baseAddress, gradient.baseAddress, image.count, divisor, stepSize)
      }
    }
  }
}

/// One step of gradient ascent, as the paper's code takes it.
package enum Ascent {
  /// Divides a gradient by its standard deviation plus 1e-8.
  ///
  /// The standard deviation is the population's, over all values (`tf.math.reduce_std`); the mean is not removed, and the
  /// epsilon is added after the root.
  package static func normalize(_ gradient: inout Tensor) {
    let divisor = standardDeviation(gradient.values) + 1e-8
    gradient.values.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] /= divisor }
    }
  }

  /// `image + gradient · stepSize`, clipped to [-1, 1].
  package static func climb(_ image: inout Tensor, along gradient: Tensor, stepSize: Float) {
    image.values.withUnsafeMutableBufferPointer { image in
      gradient.values.withUnsafeBufferPointer { gradient in
        for index in image.indices {
          image[index] = min(max(image[index] + gradient[index] * stepSize, -1), 1)
        }
      }
    }
  }

  /// In two passes and double precision.
  private static func standardDeviation(_ values: [Float]) -> Float {
    values.withUnsafeBufferPointer { values in
      var sum = 0.0
      for value in values { sum += Double(value) }
      let mean = sum / Double(max(values.count, 1))
      var squares = 0.0
      for value in values { squares += (Double(value) - mean) * (Double(value) - mean) }
      return Float((squares / Double(max(values.count, 1))).squareRoot())
    }
  }
}

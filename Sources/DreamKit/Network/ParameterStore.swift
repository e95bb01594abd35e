/// Where the parameters of a network's layers are read from, whenever a backend prepares them.
package protocol ParameterStore: Sendable {
  /// The parameters of one layer, in Keras' order: a convolution's kernel [rows, columns, in, out] and its bias [out]
  /// where it has one; a batch normalisation's gamma where it has one, beta, moving mean and moving variance, each
  /// [channels].
  func parameters(of layer: String) throws(DreamError) -> [Tensor]

  /// A name for these parameters that no others have, fit for a file's name; what was prepared from them may be kept
  /// under it. Nil where nobody can tell them from others, or they need not be kept.
  var identity: String? { get }

  /// The paths of the files that the identity stands for, in its order.
  var files: [String] { get }
}

extension ParameterStore {
  package var identity: String? { nil }
  package var files: [String] { [] }
}

/// A convolution's kernel and bias with the batch normalisation behind it folded in.
package struct ConvolutionParameters {
  /// The kernel in the order [out, in, rows, columns].
  package var kernel: [Float]
  /// One number for each filter.
  package var bias: [Float]

  /// Reads and folds: each filter's kernel and bias are multiplied by the normalisation's scale, and its offset is
  /// added to the bias.
  package init(
    of layer: String, _ convolution: Convolution, from store: any ParameterStore
  ) throws(DreamError) {
    let own = try store.parameters(of: layer)
    let filters = convolution.filters
    var scale = [Float](repeating: 1, count: filters)
    bias = convolution.hasBias ? own[1].values : [Float](repeating: 0, count: filters)
    if let affine = try convolution.normalization?.affine(from: store) {
      scale = affine.scale
      for filter in 0..<filters { bias[filter] = bias[filter] * scale[filter] + affine.offset[filter] }
    }
    kernel = Self.transposed(own[0], scale: scale)
    kernelTaps = own[0].shape[0] * own[0].shape[1]
  }

  /// The kernel with its taps reversed and its channels exchanged, [in, out, rows, columns]: what takes a gradient back.
  package var flippedKernel: [Float] {
    let filters = bias.count
    let taps = kernelTaps
    let inputs = kernel.count / (filters * taps)
    return [Float](unsafeUninitializedCapacity: kernel.count) { target, count in
      for filter in 0..<filters {
        for input in 0..<inputs {
          for tap in 0..<taps {
            target[(input * filters + filter) * taps + taps - 1 - tap] =
              kernel[(filter * inputs + input) * taps + tap]
          }
        }
      }
      count = kernel.count
    }
  }

  /// What the numbers depend on besides the store: changes with every fold.
  package static func recipe(of layer: String, _ convolution: Convolution) -> String {
    let normalization = convolution.normalization
    return "\(layer) \(convolution.filters) bias=\(convolution.hasBias) "
      + "\(normalization?.layer ?? "-") \(normalization?.epsilon ?? 0) \(normalization?.hasScale ?? false)"
  }

  // MARK: Implementation

  /// The positions of a kernel: rows times columns.
  private let kernelTaps: Int

  /// [rows, columns, in, out] to [out, in, rows, columns], each filter multiplied by its scale.
  private static func transposed(_ kernel: Tensor, scale: [Float]) -> [Float] {
    let (taps, inputs, filters) = (kernel.shape[0] * kernel.shape[1], kernel.shape[2], kernel.shape[3])
    return [Float](unsafeUninitializedCapacity: kernel.values.count) { target, count in
      kernel.values.withUnsafeBufferPointer { source in
        for filter in 0..<filters {
          for input in 0..<inputs {
            for tap in 0..<taps {
              target[(filter * inputs + input) * taps + tap] =
                source[(tap * inputs + input) * filters + filter] * scale[filter]
            }
          }
        }
      }
      count = kernel.values.count
    }
  }
}

extension BatchNormalization {
  /// What the normalisation does to each channel: x · scale + offset, where scale = gamma / sqrt(variance + epsilon) and
  /// offset = beta - mean · scale (Ioffe and Szegedy, 2015, in inference).
  package func affine(from store: any ParameterStore) throws(DreamError) -> (scale: [Float], offset: [Float])
  {
    let moments = try store.parameters(of: layer).map(\.values)
    let (beta, mean, variance) = (
      moments[moments.count - 3], moments[moments.count - 2], moments[moments.count - 1]
    )
    let scale = variance.indices.map { channel in
      (hasScale ? moments[0][channel] : 1) / (variance[channel] + epsilon).squareRoot()
    }
    return (scale, beta.indices.map { beta[$0] - mean[$0] * scale[$0] })
  }
}

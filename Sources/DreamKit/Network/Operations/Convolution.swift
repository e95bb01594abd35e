/// A two-dimensional convolution (cross-correlation, as in every framework), with what the rewrites have fused into it.
package struct Convolution: Operation {
  package var window: Window
  package var filters: Int
  /// Whether the layer has a bias.
  package var hasBias: Bool
  /// The batch normalisation folded into kernel and bias.
  package var normalization: BatchNormalization?
  /// Whether the output goes through a ReLU.
  package var relu = false

  package var kerasName: String { "Conv2D" }

  package func shape(of inputs: [Shape]) -> Shape { window.shape(over: inputs[0], channels: filters) }

  package func parameters(of inputs: [Shape]) -> [ParameterShape] {
    let (taps, channels) = (window.rows * window.columns, inputs[0][2])
    let kernel = ParameterShape(
      role: .kernel, shape: [window.rows, window.columns, channels, filters],
      initial: .glorotUniform(fanIn: taps * channels, fanOut: taps * filters))
    return [kernel] + (hasBias ? [ParameterShape(role: .bias, shape: [filters], initial: .zeros)] : [])
  }

  package func multiplyAdds(from inputs: [Shape], to output: Shape) -> Int {
    window.rows * window.columns * inputs[0][2] * output.count
  }

  package func derivativeReads(of input: Int) -> [Activation] { relu ? [.output] : [] }
}

extension GraphBuilder {
  /// A convolution.
  package mutating func convolution(
    _ input: Graph.NodeID, filters: Int, window: Window, hasBias: Bool, named name: String? = nil
  ) -> Graph.NodeID {
    add(Convolution(window: window, filters: filters, hasBias: hasBias), to: [input], named: name)
  }
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

  /// The kernel with its taps reversed and its channels exchanged, [in, out, rows, columns]: for the backward pass.
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

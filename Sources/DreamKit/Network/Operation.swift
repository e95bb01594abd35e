/// What one node of a network computes. Activations are [height, width, channels].
package enum Operation: Sendable, Equatable {
  /// The image, RGB in [-1, 1], brought to what the network was trained on.
  case input(InputMode)
  /// A two-dimensional convolution (cross-correlation, as in every framework).
  case convolution(Convolution)
  /// Batch normalisation with its moving statistics, as in inference.
  case batchNormalization(BatchNormalization)
  /// max(x, 0).
  case relu
  /// The largest or the mean value under a window.
  case pooling(Pooling)
  /// The inputs' channels one after the other.
  case concatenation
  /// Some of the input's channels, in order: TensorFlow's `layer.output[..., 3:5]`.
  case slice(Range<Int>)
}

/// What a network wants to see, in Keras' words (`imagenet_utils.preprocess_input`).
///
/// DreamKit's images are RGB in [-1, 1] everywhere; a network converts them on its own doorstep.
public enum InputMode: String, Sendable {
  /// RGB in [-1, 1].
  case tf
  /// BGR in [0, 255] minus the ImageNet mean (103.939, 116.779, 123.68).
  case caffe

  /// For each channel of the network's input: the image channel it is made of, and the factor and offset that make it.
  package var channels: [(source: Int, scale: Float, offset: Float)] {
    switch self {
    case .tf: (0..<3).map { ($0, 1, 0) }
    case .caffe: zip([2, 1, 0], [103.939, 116.779, 123.68]).map { ($0, 127.5, 127.5 - Float($1)) }
    }
  }
}

/// A sliding window: its extents, its stride, and what happens at the edges.
package struct Window: Sendable, Equatable {
  /// Keras' two paddings.
  package enum Padding: Sendable, Equatable {
    /// The window stays inside the input.
    case valid
    /// The output has ceil(input / stride) positions; the surplus padding goes to the bottom and the right.
    case same
  }

  package var rows: Int
  package var columns: Int
  package var stride = 1
  package var padding = Padding.same

  /// The number of positions along an axis of `extent` values under a window of `size`; zero or less where it does
  /// not fit.
  package func positions(extent: Int, size: Int) -> Int {
    switch padding {
    case .valid: extent < size ? 0 : (extent - size) / stride + 1
    case .same: (extent + stride - 1) / stride
    }
  }

  /// The padding before and after an axis. After is negative where the last values are never looked at.
  package func paddings(extent: Int, size: Int) -> (before: Int, after: Int) {
    let total = (positions(extent: extent, size: size) - 1) * stride + size - extent
    guard padding == .same else { return (0, total) }
    let before = max(total, 0) / 2
    return (before, total - before)
  }
}

/// A convolution, with what the rewrites have fused into it.
package struct Convolution: Sendable, Equatable {
  package var window: Window
  package var filters: Int
  /// Whether the layer has a bias of its own.
  package var hasBias: Bool
  /// The batch normalisation folded into kernel and bias.
  package var normalization: BatchNormalization?
  /// Whether the output goes through a ReLU.
  package var relu = false
}

/// A batch normalisation.
package struct BatchNormalization: Sendable, Equatable {
  /// The layer that the parameters belong to.
  package var layer: String
  package var epsilon: Float
  /// Whether there is a gamma.
  package var hasScale: Bool
}

/// A pooling.
package struct Pooling: Sendable, Equatable {
  /// What is taken of the values under the window.
  package enum Kind: Sendable, Equatable {
    case max
    /// The mean of the real values: padding does not count.
    case average
  }

  package var kind: Kind
  package var window: Window
}

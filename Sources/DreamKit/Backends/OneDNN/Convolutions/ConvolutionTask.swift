import CKernels

/// A convolution in one direction over one shape: what is to be computed, not how.
struct ConvolutionTask {
  /// The two directions of a layer.
  enum Direction: String { case forward, backward }

  /// Forwards: activations from activations. Backwards: the gradient of the source from the gradient of what came out.
  var direction: Direction
  /// The layer's window, as the forward pass has it.
  var window: dk_window
  /// The number of threads that compute.
  var threads: Int
  /// Forwards: whether a ReLU follows.
  var relu = false
  /// Whether the source is the image, in planes.
  var isPlanar = false
  /// Backwards: whether the gradient counts only where the layer's activations are above 0, as behind a ReLU.
  var masks = false
  /// Backwards: whether the result is added to what is there.
  var accumulates = false

  /// The values of what is read, in complete blocks.
  var sourceCount: Int { direction == .forward ? inputCount : outputCount }
  /// The values of what is written, in complete blocks.
  var targetCount: Int { direction == .forward ? outputCount : inputCount }

  /// What the choice of a way to compute it depends on: shapes count by their magnitude, so that the sizes of a dream
  /// share what was measured for one of them. The number of threads does not count, so that no picture depends on it.
  var signature: String {
    let pixels = window.height_out * window.width_out
    let magnitude = Int64.bitWidth - pixels.leadingZeroBitCount
    let extras = [relu ? "relu" : nil, masks ? "mask" : nil, accumulates ? "add" : nil].compactMap { $0 }
    return "\(direction) \(window.channels_in)>\(window.channels_out) \(window.kernel_h)x\(window.kernel_w)"
      + "/\(window.stride) 2^\(magnitude) \(extras.joined(separator: "+"))"
  }

  // MARK: Implementation

  private var inputCount: Int {
    let pixels = Int(window.height_in * window.width_in)
    return isPlanar ? 3 * pixels : Self.padded(window.channels_in) * pixels
  }

  private var outputCount: Int {
    Self.padded(window.channels_out) * Int(window.height_out * window.width_out)
  }

  private static func padded(_ channels: Int64) -> Int {
    let block = Int(dk_block())
    return (Int(channels) + block - 1) / block * block
  }
}

extension dk_window {
  /// The convolution whose forward pass is this one's backward pass, with the kernel flipped and its channels exchanged; only
  /// for stride 1.
  var flipped: dk_window {
    dk_window(
      channels_in: channels_out, height_in: height_out, width_in: width_out, channels_out: channels_in,
      height_out: height_in, width_out: width_in, kernel_h: kernel_h, kernel_w: kernel_w, stride: 1,
      pad_top: kernel_h - 1 - pad_top, pad_left: kernel_w - 1 - pad_left,
      pad_bottom: kernel_h - 1 - pad_bottom,
      pad_right: kernel_w - 1 - pad_right)
  }
}

import CDreamShims

/// DreamKit's own way back through a network's first convolution, to the image (`image_gradient.c`).
final class ImageGradient: ConvolutionKernel {
  let weightsLayout = WeightsLayout(isFlipped: false, code: 2)
  let accumulates = false
  let masks = true

  private let handle: OpaquePointer

  /// Nil where the window or the processor is none for it.
  init?(_ task: ConvolutionTask) {
    var handle: OpaquePointer?
    let status = withUnsafePointer(to: task.window) {
      dk_image_gradient_create($0, Int32(task.threads), &handle)
    }
    guard status == 0, let handle else { return nil }
    self.handle = handle
  }

  deinit { dk_image_gradient_destroy(handle) }

  var weightsSize: Int { dk_image_gradient_weights_size(handle) }
  var scratchSize: Int { dk_image_gradient_scratch_size(handle) }

  func pack(_ kernel: [Float], into packed: UnsafeMutablePointer<Float>) {
    kernel.withUnsafeBufferPointer { dk_image_gradient_pack(handle, $0.baseAddress, packed) }
  }

  func bind(_ operands: ConvolutionOperands) -> Recipe.Run {
    let own = dk_image_gradient_operands(
      source: operands.source, mask: operands.mask, weights: operands.weights, destination: operands.target,
      scratch: operands.scratch.assumingMemoryBound(to: Float.self))
    return { [self] () throws(DreamError) in
      withUnsafePointer(to: own) { dk_image_gradient_execute(handle, $0) }
    }
  }
}

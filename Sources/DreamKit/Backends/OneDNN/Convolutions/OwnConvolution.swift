import CKernels

/// A convolution of DreamKit's own (`dk_convolver.h`), which masks, adds and rectifies in the same pass.
final class OwnConvolution: ConvolutionKernel {
  let weightsLayout: WeightsLayout
  let accumulates: Bool
  let masks = true
  let isReference = false

  private let handle: OpaquePointer
  private let adds: Bool
  private let relu: Bool

  /// Nil where the method or the processor does not serve the task.
  ///
  /// - Parameter flips: whether the backward pass is computed as a forward pass with the kernel flipped.
  init?(_ task: ConvolutionTask, _ method: dk_method, flips: Bool = false) {
    let isBackward = task.direction == .backward && !flips
    var handle: OpaquePointer?
    let status = withUnsafePointer(to: flips ? task.window.flipped : task.window) {
      dk_convolver_create($0, method, isBackward ? 1 : 0, Int32(task.threads), &handle)
    }
    guard status == 0, let handle else { return nil }
    self.handle = handle
    accumulates = method != dk_method_image
    adds = task.accumulates
    relu = task.relu
    // The library's numbers are digests of 64 bits.
    weightsLayout = WeightsLayout(isFlipped: flips, code: dk_convolver_layout(handle))
  }

  deinit { dk_convolver_destroy(handle) }

  var weightsSize: Int { dk_convolver_weights_size(handle) }
  var scratchSize: Int { dk_convolver_scratch_size(handle) }

  func pack(_ kernel: [Float], into packed: UnsafeMutablePointer<Float>) {
    kernel.withUnsafeBufferPointer { dk_convolver_pack(handle, $0.baseAddress, packed) }
  }

  func bind(_ operands: ConvolutionOperands) -> ConvolutionRun {
    let own = dk_convolver_operands(
      source: operands.source, mask: operands.mask, weights: operands.weights, bias: operands.bias,
      destination: operands.target, scratch: operands.scratch.assumingMemoryBound(to: Float.self),
      relu: relu ? 1 : 0, accumulates: adds ? 1 : 0)
    return { [self] () throws(DreamError) in
      withUnsafePointer(to: own) { dk_convolver_execute(handle, $0) }
    }
  }
}

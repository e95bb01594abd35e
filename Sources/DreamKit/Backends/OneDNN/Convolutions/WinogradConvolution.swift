import CDreamShims

/// DreamKit's own Winograd convolution (`winograd.c`): fewer multiplications than there are terms in the sums, for a
/// rounding error a few times as large.
final class WinogradConvolution: ConvolutionKernel {
  let weightsLayout: WeightsLayout
  let accumulates = true
  let masks = true

  private let handle: OpaquePointer
  private let adds: Bool
  private let relu: Bool

  /// Nil where the window or the processor is none for it.
  ///
  /// - Parameter window: the task's window or, backwards, the flipped one.
  init?(_ task: ConvolutionTask, window: dk_window) {
    var handle: OpaquePointer?
    let status = withUnsafePointer(to: window) { dk_winograd_create($0, Int32(task.threads), &handle) }
    guard status == 0, let handle else { return nil }
    self.handle = handle
    adds = task.accumulates
    relu = task.relu
    weightsLayout = WeightsLayout(isFlipped: task.direction == .backward, code: Self.code)
  }

  deinit { dk_winograd_destroy(handle) }

  /// Tells its weights from all of the library's, whose numbers are digests.
  private static let code: UInt64 = 1

  var weightsSize: Int { dk_winograd_weights_size(handle) }
  var scratchSize: Int { dk_winograd_scratch_size(handle) }

  func pack(_ kernel: [Float], into packed: UnsafeMutablePointer<Float>) {
    kernel.withUnsafeBufferPointer { dk_winograd_pack(handle, $0.baseAddress, packed) }
  }

  func bind(_ operands: ConvolutionOperands) -> Recipe.Run {
    let handle = handle
    let own = dk_winograd_operands(
      source: operands.source, mask: operands.mask, weights: operands.weights, bias: operands.bias,
      destination: operands.target, scratch: operands.scratch.assumingMemoryBound(to: Float.self),
      relu: relu ? 1 : 0, accumulates: adds ? 1 : 0)
    // The recipe's step keeps this object, and with it the handle.
    return { [self] () throws(DreamError) in
      withExtendedLifetime(self) { withUnsafePointer(to: own) { dk_winograd_execute(handle, $0) } }
    }
  }
}

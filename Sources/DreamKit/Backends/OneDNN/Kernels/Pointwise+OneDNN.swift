import CKernels

/// A ReLU that could not be fused, because its input is read elsewhere too.
extension ReLU: OneDNNOperation {
  func kernel(for step: Step, in context: KernelContext) throws(DreamError) -> StepKernel {
    let count = step.writes[0].floats.count
    let isForward = step.kind == .forward
    return StepKernel(work: "ReLU") { memory throws(DreamError) in
      let (source, target) = (memory.reads[0], memory.writes[0])
      if isForward { return { _ throws(DreamError) in dk_relu(target, source, count) } }
      let activation = memory.reads[1]
      return { _ throws(DreamError) in dk_relu_backward(target, source, activation, count) }
    }
  }
}

/// A batch normalisation that could not be folded, because its input is read elsewhere too.
extension BatchNormalization: OneDNNOperation {
  func kernel(for step: Step, in context: KernelContext) throws(DreamError) -> StepKernel {
    let affine = try affine(from: context.parameters)
    let (scale, offset) = (try Self.copy(affine.scale), try Self.copy(affine.offset))
    let region = step.writes[0]
    let isForward = step.kind == .forward
    return StepKernel(work: "batch normalization") { memory throws(DreamError) in
      let (source, target) = (memory.reads[0], memory.writes[0])
      return { _ throws(DreamError) in
        dk_affine(
          target, source, scale.floats, isForward ? offset.floats : nil, region.shape[2], region.block,
          region.pixels)
      }
    }
  }

  /// Numbers in aligned memory, zeros behind them up to a complete block.
  private static func copy(_ values: [Float]) throws(DreamError) -> AlignedMemory {
    let padded = values + [Float](repeating: 0, count: 16)
    let memory = try AlignedMemory(size: padded.count * MemoryLayout<Float>.stride)
    memory.floats.initialize(from: padded, count: padded.count)
    return memory
  }
}

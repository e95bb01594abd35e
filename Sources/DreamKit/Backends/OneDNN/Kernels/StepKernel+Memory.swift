import CKernels

/// The steps that belong to no operation.
extension StepKernel {
  /// The gradient that the caller gives an output.
  static func seed(_ step: Step) -> StepKernel {
    let region = step.writes[0]
    let (channels, adds) = (region.shape[2], Int32(step.accumulates ? 1 : 0))
    return StepKernel(work: "seed") { memory throws(DreamError) in
      let target = memory.writes[0]
      return { run throws(DreamError) in
        switch run.seeds[step.index] {
        case .mean(let weight):
          dk_fill_gradient(
            target, channels, region.block, region.pixels, weight / Float(region.shape.count), adds)
        case .gradient(let tensor):
          if !step.accumulates { target.update(repeating: 0, count: region.floats.count) }
          // A tensor is one block of all channels.
          tensor.values.withUnsafeBufferPointer {
            dk_copy_channels(
              target, 0, region.block, $0.baseAddress, 0, channels, channels, region.pixels, adds)
          }
        }
      }
    }
  }

  /// Zeros.
  static func zero(_ step: Step) -> StepKernel {
    let count = step.writes[0].floats.count
    return StepKernel(work: "zeros") { memory throws(DreamError) in
      let target = memory.writes[0]
      return { _ throws(DreamError) in target.update(repeating: 0, count: count) }
    }
  }

  /// Channels of one region to another. A copy to a complete region leaves zeros in the channels that only fill its last
  /// block.
  static func copy(_ step: Step) -> StepKernel {
    let (source, target) = (step.reads[0], step.writes[0])
    let count = target.floats.count
    if step.accumulates, source.isComplete, target.isComplete, source.block == target.block {
      return StepKernel(work: "sum") { memory throws(DreamError) in
        let (sum, term) = (memory.writes[0], memory.reads[0])
        return { _ throws(DreamError) in dk_add(sum, term, count) }
      }
    }
    let fills = !step.accumulates && target.isComplete && target.shape[2] % target.block != 0
    return StepKernel(work: step.operation is ChannelSlice ? "slice" : "copy") { memory throws(DreamError) in
      let (from, to) = (memory.reads[0], memory.writes[0])
      return { _ throws(DreamError) in
        if fills { to.update(repeating: 0, count: count) }
        dk_copy_channels(
          to, target.channels.lowerBound, target.block, from, source.channels.lowerBound, source.block,
          target.channels.count, target.pixels, step.accumulates ? 1 : 0)
      }
    }
  }
}

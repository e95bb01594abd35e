import CKernels

/// The image arrives as [height, width, 3] and is brought to planes in the network's input mode, or to blocks where some
/// reader wants those.
extension ImageInput: OneDNNOperation {
  func kernel(for step: Step, in context: KernelContext) throws(DreamError) -> StepKernel {
    let channels = mode.channels
    let (source, scale) = (channels.map { Int32($0.source) }, channels.map(\.scale))
    let offset = channels.map(\.offset)
    let isForward = step.kind == .forward
    let region = isForward ? step.writes[0] : step.reads[0]
    let pixels = region.pixels
    let isPlanar = region.block == 1
    return StepKernel(work: "image", scratch: isPlanar ? [] : [3 * pixels * MemoryLayout<Float>.stride]) {
      memory throws(DreamError) in
      let own = isForward ? memory.writes[0] : memory.reads[0]
      let planes = memory.scratch.first?.assumingMemoryBound(to: Float.self) ?? own
      let block = region.block
      guard isForward else {
        return { run throws(DreamError) in
          if !isPlanar { dk_copy_channels(planes, 0, 1, own, 0, block, 3, pixels, 0) }
          dk_planes_to_gradient(planes, run.gradient, pixels, source, scale)
        }
      }
      return { run throws(DreamError) in
        dk_image_to_planes(run.image, planes, pixels, source, scale, offset)
        if isPlanar { return }
        own.update(repeating: 0, count: region.floats.count)
        dk_copy_channels(own, 0, block, planes, 0, 1, 3, pixels, 0)
      }
    }
  }
}

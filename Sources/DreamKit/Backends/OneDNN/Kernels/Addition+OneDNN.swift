import CKernels

extension Addition: OneDNNOperation {
  static var accumulates: Bool { true }

  /// Forwards the terms one after the other; backwards the gradient, summed over the axes along which the term counted for
  /// all positions.
  func kernel(for step: Step, in context: KernelContext) throws(DreamError) -> StepKernel {
    let (reads, target) = (step.reads, step.writes[0])
    let isForward = step.kind == .forward
    let adds: Int32 = step.accumulates ? 1 : 0
    return StepKernel(work: "sum") { memory throws(DreamError) in
      let (sources, sum) = (memory.reads, memory.writes[0])
      guard isForward else {
        return { _ throws(DreamError) in
          dk_reduce(sum, dk_extents(target), sources[0], dk_extents(reads[0]), Int32(target.block), adds)
        }
      }
      return { _ throws(DreamError) in
        for (index, source) in sources.enumerated() {
          dk_broadcast(
            sum, dk_extents(target), source, dk_extents(reads[index]), Int32(target.block), index == 0 ? 0 : 1
          )
        }
      }
    }
  }
}

extension dk_extents {
  fileprivate init(_ region: Region) {
    self.init(
      height: Int64(region.shape[0]), width: Int64(region.shape[1]), channels: Int64(region.shape[2]))
  }
}

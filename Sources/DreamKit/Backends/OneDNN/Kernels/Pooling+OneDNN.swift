import CKernels
import COneDNN

/// Max-pooling by DreamKit's own loops, which leave behind where they found each value; average pooling, and max-pooling
/// on processors without AVX2, by oneDNN.
extension Pooling: OneDNNOperation {
  func workspace(from input: Shape, to output: Shape) throws(DreamError) -> Int {
    let window = dk_window(window, from: input, to: output)
    guard isOwn(window) else { return try OneDNNPrimitive.pooling(window, kind).workspaceSize }
    return Region(buffer: 0, first: 0, shape: output, block: Int(dk_block())).floats.count
  }

  func kernel(for step: Step, in context: KernelContext) throws(DreamError) -> StepKernel {
    let isForward = step.kind == .forward
    let (input, output) = isForward ? (step.reads[0], step.writes[0]) : (step.writes[0], step.reads[0])
    let window = dk_window(window, from: input.shape, to: output.shape)
    let work = "\(window.kernel_h)×\(window.kernel_w) \(kind) pooling"
    guard isOwn(window) else { return try libraryKernel(window, work, isForward) }
    // In plain sums equal values are equal; Winograd's are taken for equal where they nearly are.
    let tolerance: Float = context.precision == .exact ? 0 : 1e-5
    return StepKernel(work: work) { memory throws(DreamError) in
      let (source, target) = (memory.reads[0], memory.writes[0])
      let found = UnsafeMutableRawPointer(isForward ? memory.writes[1] : memory.reads[1])
        .assumingMemoryBound(to: UInt8.self)
      return { _ throws(DreamError) in
        withUnsafePointer(to: window) {
          if isForward {
            dk_max_pool($0, source, target, found, tolerance)
          } else {
            dk_max_pool_backward($0, source, found, target)
          }
        }
      }
    }
  }

  // MARK: Implementation

  private func isOwn(_ window: dk_window) -> Bool {
    kind == .max && withUnsafePointer(to: window, dk_max_pool_serves) != 0
  }

  private func libraryKernel(
    _ window: dk_window, _ work: String, _ isForward: Bool
  ) throws(DreamError) -> StepKernel {
    let forward = try OneDNNPrimitive.pooling(window, kind)
    let primitive = isForward ? forward : try .poolingGradient(window, kind, of: forward)
    return StepKernel(work: work, scratch: [primitive.scratchSize]) { memory throws(DreamError) in
      let workspace = isForward ? memory.writes.dropFirst().first : memory.reads.dropFirst().first
      try primitive.bind(
        dk_operands(
          source: memory.reads[0], destination: memory.writes[0], weights: nil, bias: nil,
          workspace: workspace, scratch: memory.scratch[0]))
      return { _ throws(DreamError) in try primitive.execute() }
    }
  }
}

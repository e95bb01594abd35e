import CKernels

extension Convolution: OneDNNOperation {
  static var readsPlanes: Bool { true }
  static var accumulates: Bool { true }

  /// The way that the tuner chooses.
  func kernel(for step: Step, in context: KernelContext) throws(DreamError) -> StepKernel {
    let isForward = step.kind == .forward
    let (input, output) = isForward ? (step.reads[0], step.writes[0]) : (step.writes[0], step.reads[0])
    let task = ConvolutionTask(
      direction: isForward ? .forward : .backward,
      window: dk_window(window, from: input.shape, to: output.shape), threads: context.threads,
      relu: isForward && relu, isPlanar: input.block == 1, masks: !isForward && relu,
      accumulates: step.accumulates)
    let chosen = try context.tuner.step(for: task, precision: context.precision)
    let (layer, weights) = (step.layer, context.weights)
    let part = chosen.needsPart ? [task.targetCount * MemoryLayout<Float>.stride] : []
    return StepKernel(
      work: "\(window.rows)×\(window.columns) convolution, \(chosen.algorithm.rawValue)",
      scratch: [chosen.kernel.scratchSize] + part, convolution: chosen.kernel
    ) { memory throws(DreamError) in
      guard let kernel = weights.kernel(layer, chosen.kernel.weightsLayout) else {
        throw DreamError(.backend, "The weights of '\(layer)' were not prepared.")
      }
      let run = try chosen.bind(
        ConvolutionOperands(
          source: memory.reads[0], mask: task.masks ? memory.reads[1] : nil, weights: kernel,
          bias: isForward ? weights.bias(layer) : nil, target: memory.writes[0],
          part: part.isEmpty ? nil : memory.scratch[1].assumingMemoryBound(to: Float.self),
          scratch: memory.scratch[0]))
      return { _ throws(DreamError) in try run() }
    }
  }
}

extension dk_window {
  /// A window over a source shape, both shapes [height, width, channels].
  init(_ window: Window, from source: Shape, to target: Shape) {
    let rows = window.paddings(extent: source[0], size: window.rows)
    let columns = window.paddings(extent: source[1], size: window.columns)
    self.init(
      channels_in: Int64(source[2]), height_in: Int64(source[0]), width_in: Int64(source[1]),
      channels_out: Int64(target[2]), height_out: Int64(target[0]), width_out: Int64(target[1]),
      kernel_h: Int64(window.rows), kernel_w: Int64(window.columns), stride: Int64(window.stride),
      pad_top: Int64(rows.before), pad_left: Int64(columns.before), pad_bottom: Int64(rows.after),
      pad_right: Int64(columns.after))
  }
}

import CKernels

/// A task with the kernel that computes it, and what the kernel leaves to others: masking and adding.
struct ConvolutionStep {
  let task: ConvolutionTask
  let algorithm: ConvolutionAlgorithm
  let kernel: any ConvolutionKernel

  /// Whether ``ConvolutionOperands/part`` is needed.
  var needsPart: Bool { task.accumulates && !kernel.accumulates }

  /// Ties the step to its memory and returns what runs it.
  func bind(_ operands: ConvolutionOperands) throws(DreamError) -> ConvolutionRun {
    var own = operands
    if needsPart, let part = operands.part { own.target = part }
    if kernel.masks { return try kernel.bind(own) }
    let convolve = try kernel.bind(own)
    let (sourceCount, targetCount) = (task.sourceCount, task.targetCount)
    let needsPart = needsPart
    return { () throws(DreamError) in
      if let mask = operands.mask {
        dk_relu_backward(operands.source, operands.source, mask, sourceCount)
      }
      try convolve()
      if needsPart { dk_add(operands.target, own.target, targetCount) }
    }
  }
}

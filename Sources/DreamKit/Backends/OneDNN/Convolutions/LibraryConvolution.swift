import COneDNN

/// A convolution by oneDNN.
final class LibraryConvolution: ConvolutionKernel {
  let weightsLayout: WeightsLayout
  let accumulates: Bool
  let masks = false

  private let primitive: OneDNNPrimitive

  /// The forward pass.
  ///
  /// - Throws: ``DreamError`` where the library does not compute it so.
  init(_ task: ConvolutionTask, _ algorithm: dk_algorithm) throws(DreamError) {
    let extras = dk_extras(bias: 1, relu: task.relu ? 1 : 0, accumulates: 0, planar: task.isPlanar ? 1 : 0)
    primitive = try .convolution(task.window, algorithm, extras)
    accumulates = false
    weightsLayout = WeightsLayout(isFlipped: false, code: primitive.weightsLayout)
  }

  /// The backward pass as the library has it.
  init(backward task: ConvolutionTask, _ algorithm: dk_algorithm) throws(DreamError) {
    primitive = try .convolutionGradient(task.window, algorithm, planar: task.isPlanar)
    accumulates = false
    weightsLayout = WeightsLayout(isFlipped: false, code: primitive.weightsLayout)
  }

  /// The backward pass as a forward pass with a flipped kernel.
  init(flipped task: ConvolutionTask, _ algorithm: dk_algorithm) throws(DreamError) {
    let extras = dk_extras(bias: 0, relu: 0, accumulates: task.accumulates ? 1 : 0, planar: 0)
    primitive = try .convolution(task.window.flipped, algorithm, extras)
    accumulates = true
    weightsLayout = WeightsLayout(isFlipped: true, code: primitive.weightsLayout)
  }

  var weightsSize: Int { primitive.weightsSize }
  var isReference: Bool { primitive.isReference }
  var scratchSize: Int { primitive.scratchSize }

  func pack(_ kernel: [Float], into packed: UnsafeMutablePointer<Float>) throws(DreamError) {
    try primitive.pack(kernel, into: packed)
  }

  func bind(_ operands: ConvolutionOperands) throws(DreamError) -> ConvolutionRun {
    try primitive.bind(
      dk_operands(
        source: operands.source, destination: operands.target, weights: operands.weights, bias: operands.bias,
        workspace: nil, scratch: operands.scratch))
    return primitive.execute
  }
}

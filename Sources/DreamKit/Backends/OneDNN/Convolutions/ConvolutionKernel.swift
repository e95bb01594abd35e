import CDreamShims

/// Something that computes one convolution task: a primitive of the library, or DreamKit's own Winograd.
protocol ConvolutionKernel: AnyObject {
  /// How it wants its weights.
  var weightsLayout: WeightsLayout { get }
  /// The bytes of its packed weights.
  var weightsSize: Int { get }
  /// The bytes of memory it works in.
  var scratchSize: Int { get }
  /// Whether it masks what it reads itself, where the task asks for a mask.
  var masks: Bool { get }
  /// Whether it adds to what is there itself, where the task asks for that.
  var accumulates: Bool { get }

  /// Packs a kernel [out, in, rows, columns], flipped where ``WeightsLayout/isFlipped`` says so; `packed` has
  /// ``weightsSize`` bytes.
  func pack(_ kernel: [Float], into packed: UnsafeMutablePointer<Float>) throws(DreamError)

  /// Ties the kernel to its memory, until it is tied again, and returns what runs it.
  func bind(_ operands: ConvolutionOperands) throws(DreamError) -> Recipe.Run
}

/// An arrangement of packed weights: what was packed for one kernel serves every other with the same layout.
struct WeightsLayout: Hashable {
  /// Whether the taps are reversed and the channels exchanged, as the way back needs them where it runs forwards.
  var isFlipped: Bool
  /// A number for the rest.
  var code: UInt64
}

/// The memory of one convolution.
struct ConvolutionOperands {
  /// Activations, or on the way back the gradient of the layer's output, which may be masked where it lies.
  var source: UnsafeMutablePointer<Float>
  /// The layer's activations, where the source is to be masked.
  var mask: UnsafeMutablePointer<Float>?
  var weights: UnsafeMutablePointer<Float>
  var bias: UnsafeMutablePointer<Float>?
  var target: UnsafeMutablePointer<Float>
  /// As large as the target, for kernels that cannot add.
  var part: UnsafeMutablePointer<Float>?
  var scratch: UnsafeMutableRawPointer
}

/// The ways to compute a convolution. Not every task can be computed in every way.
enum ConvolutionAlgorithm: String, CaseIterable {
  /// The library's direct convolution.
  case direct
  /// The library's direct convolution forwards with a flipped kernel, for the way back.
  case flipped
  /// DreamKit's Winograd convolution.
  case winograd
  /// The library's Winograd convolution with tiles of 2×2 outputs.
  case libraryWinograd2x2
  /// The library's Winograd convolution with tiles of 4×4 outputs.
  case libraryWinograd4x4

  /// Whether it computes the plain sums, in some order.
  var isExact: Bool { self == .direct || self == .flipped }

  /// What computes the task so, or nil where that cannot be.
  func makeKernel(for task: ConvolutionTask) -> (any ConvolutionKernel)? {
    let isSquare3 = task.window.kernel_h == 3 && task.window.kernel_w == 3 && task.window.stride == 1
    switch (self, task.direction) {
    case (.direct, .forward):
      return try? LibraryConvolution(task, dk_direct)
    case (.direct, .backward):
      return try? LibraryConvolution(backward: task, dk_direct)
    case (.flipped, .backward):
      return task.canFlip ? try? LibraryConvolution(flipped: task, dk_direct) : nil
    case (.flipped, .forward):
      return nil
    case (.winograd, .forward):
      return task.isPlanar ? nil : WinogradConvolution(task, window: task.window)
    case (.winograd, .backward):
      return task.canFlip ? WinogradConvolution(task, window: task.window.flipped) : nil
    case (.libraryWinograd2x2, .forward):
      return isSquare3 && !task.isPlanar ? try? LibraryConvolution(task, dk_winograd_small) : nil
    case (.libraryWinograd2x2, .backward):
      return isSquare3 && task.canFlip ? try? LibraryConvolution(flipped: task, dk_winograd_small) : nil
    case (.libraryWinograd4x4, .forward):
      return isSquare3 && !task.isPlanar ? try? LibraryConvolution(task, dk_winograd_large) : nil
    case (.libraryWinograd4x4, .backward):
      return isSquare3 && task.canFlip ? try? LibraryConvolution(backward: task, dk_winograd_large) : nil
    }
  }
}

extension ConvolutionTask {
  /// Whether the way back is a way forward with a flipped kernel.
  fileprivate var canFlip: Bool { window.stride == 1 && !isPlanar }
}

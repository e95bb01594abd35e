import CKernels
import COneDNN

/// Something that computes one convolution task: a primitive of the library, or one of DreamKit's own.
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

  /// Whether it is a plain reference loop, some hundred times slower than the others.
  var isReference: Bool { get }

  /// Packs a kernel [out, in, rows, columns], flipped where ``WeightsLayout/isFlipped`` says so; `packed` has
  /// ``weightsSize`` bytes.
  func pack(_ kernel: [Float], into packed: UnsafeMutablePointer<Float>) throws(DreamError)

  /// Ties the kernel to its memory, until it is tied again, and returns what runs it.
  func bind(_ operands: ConvolutionOperands) throws(DreamError) -> ConvolutionRun
}

/// Runs a convolution on the memory it is tied to.
typealias ConvolutionRun = () throws(DreamError) -> Void

/// An arrangement of packed weights: what was packed for one kernel serves every other with the same layout.
struct WeightsLayout: Hashable {
  /// Whether the taps are reversed and the channels exchanged, as the backward pass needs them where it runs as a forward pass.
  var isFlipped: Bool
  /// A number for the rest.
  var code: UInt64
}

/// The memory of one convolution.
struct ConvolutionOperands {
  /// Activations, or in the backward pass the gradient of the layer's output, which may be masked in place.
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
  /// DreamKit's plain sums.
  case direct
  /// DreamKit's Winograd convolution.
  case winograd
  /// DreamKit's gradient of the image.
  case image
  /// The library's plain sums.
  case libraryDirect = "direct, by oneDNN"
  /// The library's forward sums with a flipped kernel, for the backward pass.
  case libraryFlipped = "flipped, by oneDNN"
  /// The library's Winograd convolution with tiles of 2×2 outputs.
  case libraryWinograd2x2 = "winograd 2×2, by oneDNN"
  /// The library's Winograd convolution with tiles of 4×4 outputs.
  case libraryWinograd4x4 = "winograd 4×4, by oneDNN"

  /// Whether it computes the plain sums, in some order.
  var isExact: Bool {
    switch self {
    case .direct, .image, .libraryDirect, .libraryFlipped: true
    case .winograd, .libraryWinograd2x2, .libraryWinograd4x4: false
    }
  }

  /// What computes the task so, or nil where that cannot be.
  func makeKernel(for task: ConvolutionTask) -> (any ConvolutionKernel)? {
    let isForward = task.direction == .forward
    switch self {
    case .direct:
      return task.isPlanar ? nil : OwnConvolution(task, dk_method_direct)
    case .winograd:
      if isForward { return task.isPlanar ? nil : OwnConvolution(task, dk_method_winograd) }
      return task.canFlip ? OwnConvolution(task, dk_method_winograd, flips: true) : nil
    case .image:
      return !isForward && task.isPlanar ? OwnConvolution(task, dk_method_image) : nil
    case .libraryDirect:
      return try? isForward
        ? LibraryConvolution(task, dk_direct) : LibraryConvolution(backward: task, dk_direct)
    case .libraryFlipped:
      return !isForward && task.canFlip ? try? LibraryConvolution(flipped: task, dk_direct) : nil
    case .libraryWinograd2x2:
      guard task.isSquare3 else { return nil }
      return try? isForward
        ? LibraryConvolution(task, dk_winograd_small) : LibraryConvolution(flipped: task, dk_winograd_small)
    case .libraryWinograd4x4:
      guard task.isSquare3 else { return nil }
      return try? isForward
        ? LibraryConvolution(task, dk_winograd_large) : LibraryConvolution(backward: task, dk_winograd_large)
    }
  }
}

extension ConvolutionTask {
  /// Whether the backward pass is a forward pass with a flipped kernel.
  fileprivate var canFlip: Bool { window.stride == 1 && !isPlanar }

  /// Whether the library's Winograd convolutions are for it.
  fileprivate var isSquare3: Bool { window.kernel_h == 3 && window.kernel_w == 3 && canFlip }
}

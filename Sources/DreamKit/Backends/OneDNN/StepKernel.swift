/// What computes one step of a schedule on the processor.
struct StepKernel {
  /// What it does, in a few words: "3×3 convolution, winograd".
  var work: String
  /// The sizes in bytes of the pieces of memory that it works in.
  var scratch: [Int] = []
  /// The convolution whose weights have to be packed before it is bound.
  var convolution: (any ConvolutionKernel)?
  /// Ties it to memory and returns what runs it.
  var bind: (StepMemory) throws(DreamError) -> Run
}

/// Runs one step.
typealias Run = (RunInputs) throws(DreamError) -> Void

/// What the caller of a run gives: pointers that hold while it runs.
struct RunInputs {
  /// The image [height, width, 3].
  var image: UnsafePointer<Float>?
  /// Where the image's gradient goes, of the same shape; nil in a forward pass.
  var gradient: UnsafeMutablePointer<Float>?
  /// What the backward pass starts from, for each output; empty in a forward pass.
  var seeds: [Seed] = []
}

/// Where the regions of a step lie.
struct StepMemory {
  var reads: [UnsafeMutablePointer<Float>]
  var writes: [UnsafeMutablePointer<Float>]
  /// The pieces that ``StepKernel/scratch`` asks for; 64-byte aligned.
  var scratch: [UnsafeMutableRawPointer]
}

/// What kernels are made with.
struct KernelContext {
  var parameters: any ParameterStore
  var precision: Precision
  var threads: Int
  var tuner: ConvolutionTuner
  var weights: PackedWeights
}

/// An operation that this backend has kernels for.
protocol OneDNNOperation: Operation {
  /// Whether its kernels read the image in planes.
  static var readsPlanes: Bool { get }
  /// Whether its backward kernels can add to what their target holds.
  static var accumulates: Bool { get }

  /// The bytes that the forward kernel leaves for the backward kernel instead of activations.
  func workspace(from input: Shape, to output: Shape) throws(DreamError) -> Int

  /// The kernel for a forward or backward step.
  func kernel(for step: Step, in context: KernelContext) throws(DreamError) -> StepKernel
}

extension OneDNNOperation {
  static var readsPlanes: Bool { false }
  static var accumulates: Bool { false }
  func workspace(from input: Shape, to output: Shape) throws(DreamError) -> Int { 0 }
}

import CKernels
import COneDNN

/// One oneDNN primitive: a convolution or a pooling for one shape, in one direction.
final class OneDNNPrimitive {
  private let handle: OpaquePointer

  private init(
    _ what: String, _ window: dk_window,
    make: (UnsafePointer<dk_window>, UnsafeMutablePointer<OpaquePointer?>) -> Int32
  ) throws(DreamError) {
    var handle: OpaquePointer?
    let status = withUnsafePointer(to: window) { make($0, &handle) }
    guard status == 0, let handle else { throw .oneDNN(what, status) }
    self.handle = handle
  }

  deinit { dk_primitive_destroy(handle) }

  /// A convolution.
  static func convolution(
    _ window: dk_window, _ algorithm: dk_algorithm, _ extras: dk_extras
  ) throws(DreamError) -> OneDNNPrimitive {
    try OneDNNPrimitive("a convolution", window) { window, handle in
      withUnsafePointer(to: extras) { dk_convolution_forward(window, algorithm, $0, handle) }
    }
  }

  /// The convolution's gradient with respect to its source; `planar` where that is the image itself.
  static func convolutionGradient(
    _ window: dk_window, _ algorithm: dk_algorithm, planar: Bool
  ) throws(DreamError) -> OneDNNPrimitive {
    try OneDNNPrimitive("a convolution's gradient", window) {
      dk_convolution_backward($0, algorithm, planar ? 1 : 0, $1)
    }
  }

  /// A pooling.
  static func pooling(_ window: dk_window, _ kind: Pooling.Kind) throws(DreamError) -> OneDNNPrimitive {
    try OneDNNPrimitive("a pooling", window) { dk_pooling_forward($0, kind == .max ? 1 : 0, $1) }
  }

  /// The gradient of a pooling with respect to its source.
  static func poolingGradient(
    _ window: dk_window, _ kind: Pooling.Kind, of forward: OneDNNPrimitive
  ) throws(DreamError) -> OneDNNPrimitive {
    try OneDNNPrimitive("a pooling's gradient", window) {
      dk_pooling_backward($0, kind == .max ? 1 : 0, forward.handle, $1)
    }
  }

  /// The bytes of memory it works in.
  var scratchSize: Int { dk_scratch_size(handle) }
  /// The bytes that a maximum leaves behind for its gradient.
  var workspaceSize: Int { dk_workspace_size(handle) }
  /// The bytes of its packed weights.
  var weightsSize: Int { dk_weights_size(handle) }
  /// A number for the layout of its packed weights.
  var weightsLayout: UInt64 { dk_weights_layout(handle) }

  /// Whether the library has nothing but plain loops for it.
  var isReference: Bool { dk_is_reference(handle) != 0 }

  /// Brings a kernel [out, in, rows, columns] into this primitive's layout; `packed` has ``weightsSize`` bytes.
  func pack(_ kernel: [Float], into packed: UnsafeMutablePointer<Float>) throws(DreamError) {
    let status = kernel.withUnsafeBufferPointer { dk_pack_weights(handle, $0.baseAddress, packed) }
    if status != 0 { throw .oneDNN("a kernel", status) }
  }

  /// Ties the primitive to its memory until it is tied again.
  func bind(_ operands: dk_operands) throws(DreamError) {
    let status = withUnsafePointer(to: operands) { dk_set_arguments(handle, $0) }
    if status != 0 { throw .oneDNN("the memory of an operation", status) }
  }

  /// Runs it on the memory it is tied to.
  func execute() throws(DreamError) {
    let status = dk_execute(handle)
    if status != 0 { throw .oneDNN("to run an operation", status) }
  }
}

extension DreamError {
  fileprivate static func oneDNN(_ what: String, _ status: Int32) -> DreamError {
    DreamError(.backend, "oneDNN \(Engine.oneDNNVersion) refused \(what) (status \(status)).")
  }
}

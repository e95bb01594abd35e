import CHDF5
import Synchronization

/// An HDF5 file, open for reading.
///
/// Objects are named by absolute paths such as `/layers/conv2d/vars/0`. Only the file itself is read: links and data
/// that lead to other files are refused. Any thread may call; all calls of the process are serialised, because the
/// library is not thread-safe.
///
/// Unchecked `Sendable`: the handle never changes, and what it stands for is touched by serialised calls alone.
package final class HDF5File: @unchecked Sendable {
  /// What a path leads to.
  package enum ObjectKind: Sendable { case group, dataset }

  /// The largest dataset that is read, in bytes of 32-bit floats.
  package static let maxDatasetBytes = 1 << 30
  /// The largest list of names that is read, in bytes.
  package static let maxTextBytes = 16 << 20

  /// The path the file was opened at.
  package let path: String
  /// The last component of ``path``, for messages.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  private let handle: OpaquePointer
  /// How long the process that reads a file may take for an answer before the file is taken for damaged; its processor
  /// time is limited far below that, so that a busy machine is no damage.
  private static let patience: Int32 = 60

  /// Opens a file.
  ///
  /// - Throws: ``DreamError`` with kind `notFound` or `unreadable`.
  ///
  /// - Parameter isOwn: whether the file comes with the program and is as sound as that; any other one is read by a process
  ///   of its own, because the library does not survive every damaged file.
  package init(path: String, isOwn: Bool = false) throws(DreamError) {
    self.path = path
    try Self.checkSignature(path)
    guard Self.serialised({ dk_hdf5_is_there() }) != 0 else {
      throw DreamError(
        .unreadable, "'\(path)' cannot be read, because the library libhdf5 is missing.",
        remedy: "Install it; on Debian and Ubuntu it comes with libhdf5-dev.")
    }
    guard let handle = Self.serialised({ dk_hdf5_open(path, isOwn ? 1 : 0, Self.patience) }) else {
      throw DreamError(
        .unreadable, "\(path) is damaged or cut short: its HDF5 structure cannot be read.",
        remedy: "Fetch the file again.")
    }
    self.handle = handle
  }

  deinit { Self.serialised { dk_hdf5_close(handle) } }

  /// What stands at a path, or nil where there is nothing.
  package func kind(of object: String) throws(DreamError) -> ObjectKind? {
    let code = Self.serialised { dk_hdf5_kind(handle, object) }
    switch code {
    case Int32(DK_HDF5_GROUP): return .group
    case Int32(DK_HDF5_DATASET): return .dataset
    case Int32(DK_HDF5_MISSING): return nil
    default: throw failure(Int64(code), at: object)
    }
  }

  /// The names of a group's members, sorted by their bytes.
  package func members(of group: String) throws(DreamError) -> [String] {
    try list(at: group) { dk_hdf5_links(handle, group, Self.maxTextBytes, $0, $1) }
  }

  /// The elements of a string attribute, of fixed or variable length; a single string is a list of one. Nil where the
  /// object has no such attribute.
  package func strings(_ attribute: String, of object: String) throws(DreamError) -> [String]? {
    var isMissing = false
    let strings = try list(at: "\(object)@\(attribute)") { text, size in
      let count = dk_hdf5_strings(handle, object, attribute, Self.maxTextBytes, text, size)
      isMissing = count == Int64(DK_HDF5_MISSING)
      return isMissing ? 0 : count
    }
    return isMissing ? nil : strings
  }

  /// The shape of a dataset of floating-point numbers.
  package func shape(of dataset: String) throws(DreamError) -> Shape {
    var extents = [Int64](repeating: 0, count: Int(DK_HDF5_MAX_RANK))
    let rank = Self.serialised { dk_hdf5_shape(handle, dataset, &extents) }
    if rank < 0 { throw failure(Int64(rank), at: dataset) }
    let dimensions = extents.prefix(Int(rank)).map(Int.init)
    var bytes = MemoryLayout<Float>.size
    for dimension in dimensions {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: dimension)
      if overflow || product > Self.maxDatasetBytes { throw failure(Int64(DK_HDF5_TOO_LARGE), at: dataset) }
      bytes = product
    }
    return Shape(dimensions)
  }

  /// A dataset of floating-point numbers of any width, converted to 32 bits.
  package func tensor(at dataset: String) throws(DreamError) -> Tensor {
    let shape = try shape(of: dataset)
    var code: Int32 = 0
    let values = [Float](unsafeUninitializedCapacity: shape.count) { buffer, count in
      buffer.initialize(repeating: 0)
      count = shape.count
      guard let start = buffer.baseAddress else { return }
      code = Self.serialised { dk_hdf5_floats(handle, dataset, start, shape.count) }
    }
    if code < 0 { throw failure(Int64(code), at: dataset) }
    return Tensor(shape: shape, values: values)
  }

  // MARK: Implementation

  /// Guards the library.
  private static let library = Mutex(())

  /// Runs a call of the library while no other one runs.
  private static func serialised<Result>(_ call: () -> Result) -> Result {
    library.withLock { _ in UncheckedBox(value: call()) }.value
  }

  /// Carries a result out of the lock.
  ///
  /// Unchecked: the value is made and received on the same thread, one after the other.
  private struct UncheckedBox<Value>: @unchecked Sendable { let value: Value }

  private typealias ListReader = (
    UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, UnsafeMutablePointer<Int>
  ) -> Int64

  /// Takes over a list of zero-ended strings.
  private func list(at place: String, _ read: ListReader) throws(DreamError) -> [String] {
    var text: UnsafeMutablePointer<CChar>?
    var size = 0
    let count = Self.serialised { read(&text, &size) }
    defer { dk_hdf5_free(text) }
    if count < 0 { throw failure(count, at: place) }
    let bytes = UnsafeRawBufferPointer(start: text, count: size)
    return bytes.split(separator: 0, omittingEmptySubsequences: false).prefix(Int(count)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func failure(_ code: Int64, at place: String) -> DreamError {
    switch code {
    case Int64(DK_HDF5_MISSING):
      DreamError(
        .unreadable, "\(path) holds no '\(place)', which its own list of weights names.",
        remedy: "Fetch or save the file again.")
    case Int64(DK_HDF5_TOO_LARGE):
      DreamError(.limitExceeded, "'\(place)' in \(path) is larger than any weight of a supported network.")
    case Int64(DK_HDF5_UNSUPPORTED):
      DreamError(.unreadable, "'\(place)' in \(path) is not stored the way Keras stores weights.")
    default:
      DreamError(
        .unreadable, "\(path) is damaged or cut short: '\(place)' cannot be read.",
        remedy: "Fetch the file again.")
    }
  }
}

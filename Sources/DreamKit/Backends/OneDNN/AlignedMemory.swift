import Glibc

/// Uninitialised memory on a page boundary, freed with its owner.
final class AlignedMemory {
  /// The first byte.
  let base: UnsafeMutableRawPointer
  /// The number of bytes.
  let size: Int

  /// - Throws: ``DreamError`` where the system has no such amount of memory.
  init(size: Int) throws(DreamError) {
    var pointer: UnsafeMutableRawPointer?
    guard posix_memalign(&pointer, 4096, max(size, 4096)) == 0, let pointer else {
      throw DreamError(
        .limitExceeded, "The engine needs \(size >> 20) MB more memory than this machine gives it.",
        remedy: "Use a smaller image, or tiles.")
    }
    base = pointer
    self.size = size
  }

  deinit { free(base) }

  /// The memory as floats.
  var floats: UnsafeMutablePointer<Float> { base.assumingMemoryBound(to: Float.self) }
}

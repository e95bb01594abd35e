import Glibc

/// Uninitialised memory on a page boundary, freed with its owner; large blocks lie on huge pages where the system has
/// them, because the loops stride through more pages than the processor keeps addresses of.
final class AlignedMemory {
  /// The first byte.
  let base: UnsafeMutableRawPointer
  /// The number of bytes.
  let size: Int

  /// - Throws: ``DreamError`` where the system has no such amount of memory.
  init(size: Int) throws(DreamError) {
    var pointer: UnsafeMutableRawPointer?
    let isLarge = size >= Self.hugePage
    guard posix_memalign(&pointer, isLarge ? Self.hugePage : 4096, max(size, 4096)) == 0, let pointer else {
      throw DreamError(
        .limitExceeded, "The engine needs \(size >> 20) MB more memory than this machine gives it.",
        remedy: "Use a smaller image, or tiles.")
    }
    // Advice only: where the system has no huge pages, nothing changes.
    if isLarge { madvise(pointer, size, MADV_HUGEPAGE) }
    base = pointer
    self.size = size
  }

  private static let hugePage = 2 << 20

  deinit { free(base) }

  /// The memory as floats.
  var floats: UnsafeMutablePointer<Float> { base.assumingMemoryBound(to: Float.self) }
}

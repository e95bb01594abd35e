import Glibc

/// Page-aligned, uninitialised memory, freed on deinit. Blocks of 2 MiB and more use huge pages where the system has them:
/// the strided loops would otherwise thrash the TLB.
final class AlignedMemory {
  /// The first byte.
  let base: UnsafeMutableRawPointer
  /// The number of bytes.
  let size: Int

  /// - Throws: ``DreamError`` where the system has no such amount of memory.
  init(size: Int) throws(DreamError) {
    let isLarge = size >= Self.hugePage
    // The last page is not shared: ``discardContents()`` drops complete pages.
    let padded = (max(size, 1) + Self.page - 1) / Self.page * Self.page
    var pointer: UnsafeMutableRawPointer?
    guard posix_memalign(&pointer, isLarge ? Self.hugePage : Self.page, padded) == 0, let pointer else {
      throw DreamError(
        .limitExceeded, "The engine needs \(size >> 20) MB more memory than this machine gives it.",
        remedy: "Use a smaller image, or tiles.")
    }
    // Advice only: where the system has no huge pages, nothing changes.
    if isLarge { madvise(pointer, padded, MADV_HUGEPAGE) }
    base = pointer
    self.size = padded
  }

  deinit { free(base) }

  /// Gives the pages back to the system; they read as zeros when they are used again.
  func discardContents() { madvise(base, size, MADV_DONTNEED) }

  /// The memory as floats.
  var floats: UnsafeMutablePointer<Float> { base.assumingMemoryBound(to: Float.self) }

  // MARK: Implementation

  private static let page = 4096
  private static let hugePage = 2 << 20
}

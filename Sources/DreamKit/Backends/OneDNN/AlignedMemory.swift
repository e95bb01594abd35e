import Glibc

/// Whole pages of uninitialised memory, given back with their owner; large blocks lie on huge pages where the system has
/// them, because the loops stride through more pages than the processor keeps addresses of.
final class AlignedMemory {
  /// The first byte.
  let base: UnsafeMutableRawPointer
  /// The number of bytes.
  let size: Int

  /// - Throws: ``DreamError`` where the system has no such amount of memory.
  init(size: Int) throws(DreamError) {
    let isLarge = size >= Self.hugePage
    // Nobody else may have a part of the last page: ``forget()`` drops whole pages.
    let whole = (max(size, 1) + Self.page - 1) / Self.page * Self.page
    var pointer: UnsafeMutableRawPointer?
    guard posix_memalign(&pointer, isLarge ? Self.hugePage : Self.page, whole) == 0, let pointer else {
      throw DreamError(
        .limitExceeded, "The engine needs \(size >> 20) MB more memory than this machine gives it.",
        remedy: "Use a smaller image, or tiles.")
    }
    // Advice only: where the system has no huge pages, nothing changes.
    if isLarge { madvise(pointer, whole, MADV_HUGEPAGE) }
    base = pointer
    self.size = whole
  }

  deinit { free(base) }

  /// Gives the pages back to the system; they read as zeros when they are used again.
  func forget() { madvise(base, size, MADV_DONTNEED) }

  /// The memory as floats.
  var floats: UnsafeMutablePointer<Float> { base.assumingMemoryBound(to: Float.self) }

  // MARK: Implementation

  private static let page = 4096
  private static let hugePage = 2 << 20
}

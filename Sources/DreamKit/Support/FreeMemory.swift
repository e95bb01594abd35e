import Ground

/// The memory that the engine may take.
package enum FreeMemory {
  /// The bytes that new work could use without swapping; nil where that is unknown. What networks have worked in, they
  /// work in again.
  package static var bytes: Int? { MachineMemory.available(reusing: WorkingMemory.size) }

  /// Refuses work that takes more than there is; where the free amount is unknown, nothing is refused. A process that
  /// takes more is killed without a message.
  ///
  /// - Parameters:
  ///   - bytes: what the work takes.
  ///   - work: what takes it.
  ///   - free: reads the bytes that are free.
  /// - Throws: ``DreamError/outOfMemory(needed:free:work:)``.
  static func check(
    _ bytes: Int, for work: DreamError.Work, free: () -> Int? = { FreeMemory.bytes }
  ) throws(DreamError) {
    guard let first = free(), bytes > first else { return }
    // What networks have worked in before is free, too, once they give it back.
    Engine.releaseMemory()
    guard let free = free(), bytes > free else { return }
    throw .outOfMemory(needed: bytes, free: free, work: work)
  }
}

import Ground

/// The memory that the engine may take.
package enum FreeMemory {
  /// The bytes that new work could use without swapping; nil where nobody can tell. What networks have worked in, they
  /// work in again.
  package static var bytes: Int? { MachineMemory.available(reusing: WorkingMemory.size) }

  /// Refuses work that takes more than there is; where nobody knows how much that is, nothing is refused. A program that
  /// takes more is killed without a word.
  ///
  /// - Parameters:
  ///   - bytes: what the work takes.
  ///   - beginning: the words before that amount.
  ///   - place: the words behind it.
  /// - Throws: ``DreamError`` that says both amounts.
  static func check(
    _ bytes: Int, for beginning: String, in place: String = "", remedy: String, free: () -> Int?
  ) throws(DreamError) {
    guard let first = free(), bytes > first else { return }
    // What networks have worked in before is free, too, once they give it back.
    Engine.rest()
    guard let free = free(), bytes > free else { return }
    throw DreamError(
      .limitExceeded, "\(beginning) \(bytes.inMegabytes)\(place), but \(free.inMegabytes) are free.",
      remedy: remedy)
  }
}

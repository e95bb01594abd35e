import Synchronization

/// One block of memory that plans work in; it grows to the largest plan's need, and gives its pages back while nothing
/// computes.
///
/// Unchecked `Sendable`: the properties are touched under the lock of `all`, or by whoever the block is lent to, and
/// ``releaseAll()`` leaves a block alone while it is in use.
final class WorkingMemory: @unchecked Sendable {
  private var block: AlignedMemory?
  private var isInUse = false
  /// Whether pages may be there.
  private var isWarm = false

  /// What the block holds, set by whoever it is lent to; forgotten when it is lent again or its pages are given back.
  weak var content: AnyObject?

  /// Lends a block of at least `size` bytes, and what it held, while `body` runs; a new one, with nothing kept, where the
  /// old one was smaller. One at a time.
  func lend<Result>(
    _ size: Int, _ body: (AlignedMemory, _ content: AnyObject?) throws(DreamError) -> Result
  ) throws(DreamError) -> Result {
    let (block, held) = try Self.all.withLock { (all) throws(DreamError) -> (AlignedMemory, AnyObject?) in
      let own: AlignedMemory
      if let known = self.block, known.size >= size {
        own = known
      } else {
        self.block = nil
        own = try AlignedMemory(size: size)
        self.block = own
        all.removeAll { $0.memory == nil || $0.memory === self }
        all.append(Reference(memory: self))
      }
      isInUse = true
      isWarm = true
      defer { content = nil }
      return (own, content)
    }
    defer { Self.all.withLock { _ in isInUse = false } }
    return try body(block, held)
  }

  /// Gives the pages of all unused blocks back to the system, until a plan runs again.
  ///
  /// - Returns: whether there were any.
  static func releaseAll() -> Bool {
    all.withLock { all in
      let idle = all.compactMap(\.memory).filter { $0.isWarm && !$0.isInUse }
      for memory in idle {
        memory.block?.discardContents()
        memory.content = nil
        memory.isWarm = false
      }
      return !idle.isEmpty
    }
  }

  /// The bytes of all blocks.
  static var size: Int { all.withLock { $0.compactMap { $0.memory?.block?.size }.reduce(0, +) } }

  // MARK: Implementation

  private struct Reference {
    weak var memory: WorkingMemory?
  }

  private static let all = Mutex<[Reference]>([])
}

import Synchronization

/// A request to stop, made for one execution and polled by the work it belongs to.
///
/// Any thread may call ``cancel()``; the work polls ``isCancelled`` at least once per operation or tile.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Makes a request that has not been made yet.
  public init() {}

  /// Whether stopping was asked for.
  public var isCancelled: Bool { flag.load(ordering: .acquiring) }

  /// Asks the work to stop. Calling it again changes nothing.
  public func cancel() { flag.store(true, ordering: .releasing) }

  /// Throws where stopping was asked for.
  ///
  /// - Throws: ``DreamError/cancelled``.
  public func check() throws(DreamError) {
    if isCancelled { throw .cancelled }
  }
}

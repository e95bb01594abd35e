import Synchronization

/// A request to stop, made for one execution and polled by the work it belongs to.
///
/// Any thread may call ``cancel()``; the work polls ``isCancelled`` at least once per operation or tile.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  private let outer: Cancellation?
  private let whenPolled: (@Sendable () -> Void)?

  /// Makes a request that has not been made yet.
  public init() {
    outer = nil
    whenPolled = nil
  }

  /// Makes a request that is made, too, when another one is.
  ///
  /// - Parameter whenPolled: called at each poll, on the thread that polls, in the middle of the work; it may take a
  ///   moment of its own and must not call the engine.
  public init(following other: Cancellation, whenPolled: @escaping @Sendable () -> Void) {
    outer = other
    self.whenPolled = whenPolled
  }

  /// Whether stopping was asked for.
  public var isCancelled: Bool {
    whenPolled?()
    return flag.load(ordering: .acquiring) || outer?.isCancelled == true
  }

  /// Whether this very request was made, not the one that it follows.
  public var wasCancelledItself: Bool { flag.load(ordering: .acquiring) }

  /// Asks the work to stop. Calling it again changes nothing.
  public func cancel() { flag.store(true, ordering: .releasing) }
}

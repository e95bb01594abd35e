import Synchronization

/// Counts, on any thread.
package final class Counter: Sendable {
  private let value = Atomic(0)

  package init() {}

  /// How often ``add()`` was called.
  package var count: Int { value.load(ordering: .acquiring) }

  /// Counts one more.
  package func add() { value.add(1, ordering: .acquiringAndReleasing) }
}

import Synchronization

/// Why a kernel cannot start: one sentence a user can act on.
public struct KernelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// Makes an error from its sentence.
  public init(_ description: String) { self.description = description }
}

/// Why a kernel ends that nobody asked to end: the first failure that any of its threads met.
final class FirstFailure: Sendable {
  private let first = Mutex<KernelError?>(nil)

  /// The first failure, or nil where there was none.
  var error: KernelError? { first.withLock { $0 } }

  /// Remembers a failure, where it is the first.
  func record(_ error: KernelError) { first.withLock { $0 = $0 ?? error } }
}

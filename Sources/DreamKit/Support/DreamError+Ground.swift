import Ground

extension DreamError {
  /// A failure of the ground's files as the engine reports it.
  package init(_ error: FileError) {
    let kind: Kind =
      switch error.kind {
      case .notFound: .notFound
      case .unreadable: .unreadable
      case .unwritable: .unwritable
      case .tooLarge: .limitExceeded
      case .cancelled: .cancelled
      }
    self.init(kind, error.message, remedy: error.remedy)
  }
}

/// Works with files inside the engine, whose error the failure becomes.
package func withFiles<Result>(
  _ work: @autoclosure () throws(FileError) -> Result
) throws(DreamError) -> Result {
  do throws(FileError) { return try work() } catch { throw DreamError(error) }
}

extension Cancellation {
  /// Throws if cancellation was requested.
  ///
  /// - Throws: ``DreamError/cancelled``.
  public func check() throws(DreamError) {
    if isCancelled { throw .cancelled }
  }
}

/// A request to stop, polled by the engine at least once per operation or tile.
public typealias Cancellation = Ground.Cancellation

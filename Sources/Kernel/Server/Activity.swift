import Synchronization

/// Tells the frontends when the kernel begins and ends to answer a request.
///
/// Frontends show the state that was told last, and servers end kernels that seem idle. So while a cell runs, the idle
/// of another request, which is answered beside it, is followed by the cell's busy once more.
final class Activity: Sendable {
  private let cells = Mutex<[RequestSink]>([])

  /// Answers a request between busy and idle.
  func during<Result, Failure>(
    _ request: RequestSink, isCell: Bool, _ answer: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    cells.withLock { cells in
      request.publish("status", Self.busy)
      if isCell { cells.append(request) }
    }
    defer {
      // Under the lock, so that no cell's busy comes after its idle.
      cells.withLock { cells in
        cells.removeAll { $0 === request }
        request.publish("status", ["execution_state": "idle"])
        cells.last?.publish("status", Self.busy)
      }
    }
    return try answer()
  }

  // MARK: Implementation

  private static let busy: JSON = ["execution_state": "busy"]
}

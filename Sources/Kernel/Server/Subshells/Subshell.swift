/// One thread that answers requests of the shell channel in order: the main shell, or a subshell (JEP 91).
///
/// Replies go into the outbox, because only the thread of ``ShellLoop`` uses the channel's socket.
final class Subshell: Sendable {
  private let queue: RequestQueue
  private let thread: KernelThread

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - patience: the longest wait of a request, in milliseconds, while one of its predecessors on another thread is
  ///     being answered; nil waits indefinitely.
  ///   - end: called when a client has asked the kernel to shut down.
  /// - Throws: ``KernelError`` where the system cannot start a thread.
  init(
    _ name: String, router: RequestRouter, outbox: Outbox, patience: Int? = nil,
    end: @escaping @Sendable () -> Void
  ) throws(KernelError) {
    let queue = RequestQueue()
    self.queue = queue
    thread = try KernelThread(name, stack: KernelServer.evaluationStack) {
      while let (message, predecessors) = queue.next() {
        predecessors?.wait(patience: patience)
        Self.answer(message, in: queue, router, outbox, end)
      }
    }
  }

  /// All that the thread has been given until now.
  var mark: RequestQueue.Mark { queue.mark }

  /// Gives the thread a request, together with those on another thread that came before it; false where it ends.
  func submit(_ message: Message, after predecessors: RequestQueue.Mark? = nil) -> Bool {
    queue.append(message, after: predecessors)
  }

  /// Ends the thread after what it answers now, and, unless they are dropped, after the requests that wait.
  func close(dropping: Bool) { queue.close(dropping: dropping) }

  /// Waits for the thread's end until the clock shows `deadline`; false where it still runs.
  func wait(until deadline: Int) -> Bool { thread.wait(until: deadline) }

  // MARK: Implementation

  /// How long the queue has to be quiet before a failure is reported, in milliseconds.
  private static let settleTime = 10

  /// Answers a request. Where it failed, the requests to execute that were sent before its reply could be known are
  /// refused; so they are collected before the reply is sent.
  private static func answer(
    _ message: Message, in queue: RequestQueue, _ router: RequestRouter, _ outbox: Outbox,
    _ end: () -> Void
  ) {
    var refused: [Message] = []
    let reply = router.answer(
      message,
      settle: { reply in
        guard reply.abortsQueue else { return }
        refused = queue.removeAll(type: "execute_request", quietFor: settleTime)
      }, send: outbox.append)
    if reply.endsKernel { end() }
    for message in refused { router.refuse(message, with: .aborted, send: outbox.append) }
  }
}

extension Reply {
  /// The reply to a request to execute that is not carried out because an earlier one failed.
  fileprivate static var aborted: Reply {
    Reply([
      "status": "aborted", "ename": "Aborted", "evalue": "An earlier cell failed.", "traceback": [],
      "execution_count": 0,
    ])
  }
}

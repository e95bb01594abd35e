import Interpreting
import Synchronization

/// Answers `debug_request`, and publishes the debugger's events as answers to the last one.
final class DebugHandler: Sendable {
  private let debugger: Debugger
  private let last = LastRequest()

  /// Makes the debugger of a session.
  init(session: any DebuggableInterpreter, queue: OutputQueue) {
    debugger = Debugger(session) { [last] event in
      queue.append(OutputQueue.Entry(type: "debug_event", parent: last.header, content: event))
    }
  }

  func reply(to request: Request) -> Reply {
    last.header = request.message.headerBytes
    return Reply(debugger.answer(request.content))
  }

  // MARK: Implementation

  private final class LastRequest: Sendable {
    private let bytes = Mutex(Message.noParent)

    var header: [UInt8] {
      get { bytes.withLock { $0 } }
      set { bytes.withLock { $0 = newValue } }
    }
  }
}

import Ground
import Synchronization

/// The threads that answer the shell channel, and which of them answers what.
///
/// A request with a `subshell_id` goes to that subshell. Without one, cells go to the main shell, and all other
/// requests to a thread beside it, so that completion, inspection, history and comms stay live while a cell computes,
/// also for clients that know no subshells. Requests are answered in the order in which they came, with one exception:
/// other requests overtake a cell that has taken longer than ``patience``.
final class Subshells: Sendable {
  private let router: RequestRouter
  private let outbox: Outbox
  private let end: @Sendable () -> Void
  private let main: Subshell
  private let aside: Subshell
  private let children = Mutex<[(id: String, shell: Subshell)]>([])

  /// Starts the main shell.
  ///
  /// - Parameter end: called when a client has asked the kernel to shut down.
  /// - Throws: ``KernelError`` where the system cannot start a thread.
  init(
    router: RequestRouter, outbox: Outbox, end: @escaping @Sendable () -> Void
  ) throws(KernelError) {
    self.router = router
    self.outbox = outbox
    self.end = end
    main = try Subshell("shell", router: router, outbox: outbox, end: end)
    aside = try Subshell("aside", router: router, outbox: outbox, patience: Self.patience, end: end)
  }

  /// How long a cell takes before others overtake it, in milliseconds.
  static let patience = 20

  /// The ids of all subshells, in the order in which they were made.
  var ids: [String] { children.withLock { $0.map(\.id) } }

  /// Starts a subshell and returns its id.
  ///
  /// - Throws: ``KernelError`` where the system cannot start a thread.
  func create() throws(KernelError) -> String {
    let id = UniqueID.make()
    let shell = try Subshell("subshell", router: router, outbox: outbox, end: end)
    children.withLock { $0.append((id, shell)) }
    return id
  }

  /// Ends a subshell after all that was sent to it; false where there is none with that id.
  func delete(_ id: String) -> Bool {
    let shell = children.withLock { children -> Subshell? in
      guard let index = children.firstIndex(where: { $0.id == id }) else { return nil }
      return children.remove(at: index).shell
    }
    shell?.close(dropping: false)
    return shell != nil
  }

  /// Gives a request to the thread that answers it. To be called by one thread, in the order of arrival.
  func dispatch(_ message: Message) {
    guard let id = message.header.subshellID else {
      if message.header.type == "execute_request" {
        _ = main.submit(message, after: aside.mark)
      } else {
        _ = aside.submit(message, after: main.mark)
      }
      return
    }
    let shell = children.withLock { $0.first { $0.id == id }?.shell }
    if shell?.submit(message) != true {
      router.refuse(message, with: .unknownSubshell(id), send: outbox.append)
    }
  }

  /// Ends all threads after what they answer now.
  func close() { for shell in all { shell.close(dropping: true) } }

  /// Waits for the end of all threads until the clock shows `deadline`; false where one still runs.
  func wait(until deadline: Int) -> Bool { all.reduce(true) { $1.wait(until: deadline) && $0 } }

  // MARK: Implementation

  private var all: [Subshell] { [main, aside] + children.withLock { $0.map(\.shell) } }
}

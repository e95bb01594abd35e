import Ground
import Synchronization

/// The comms that are open between this kernel and its clients, and the answers to the messages about them.
///
/// Any thread may use it: a client may send the messages of its comms to a subshell, so that they are answered while a
/// cell computes. An end is called without the table's lock.
final class CommTable: Sendable {
  private struct Comm {
    let target: String
    let end: any CommEnd
  }

  private struct State {
    var targets: [String: any CommEnd] = [:]
    var comms: [String: Comm] = [:]
  }

  private let state = Mutex(State())

  /// Lets clients open comms of a target.
  func register(_ end: any CommEnd, target: String) { state.withLock { $0.targets[target] = end } }

  /// Adds a comm that the kernel opens.
  func add(_ comm: String, target: String, end: any CommEnd) {
    state.withLock { $0.comms[comm] = Comm(target: target, end: end) }
  }

  /// Forgets a comm that the kernel closes.
  func remove(_ comm: String) { state.withLock { _ = $0.comms.removeValue(forKey: comm) } }

  /// Answers `comm_open`: a comm of an unknown target is closed again.
  func open(_ request: Request) -> Reply {
    guard let id = request.content["comm_id"]?.string else { return Reply(nil) }
    let target = request.content["target_name"]?.string ?? ""
    let end = state.withLock { state in
      let end = state.targets[target]
      if let end { state.comms[id] = Comm(target: target, end: end) }
      return end
    }
    if let end {
      end.opened(id, with: request.commMessage, by: request.sink)
    } else {
      request.sink.close(id)
    }
    return Reply(nil)
  }

  /// Answers `comm_msg`; a message on an unknown comm is ignored.
  func receive(_ request: Request) -> Reply {
    guard let id = request.content["comm_id"]?.string else { return Reply(nil) }
    if let comm = state.withLock({ $0.comms[id] }) {
      comm.end.received(request.commMessage, on: id, by: request.sink)
    } else {
      Log.wire.info("ignored a message on the comm \(id), which is not open")
    }
    return Reply(nil)
  }

  /// Answers `comm_close`.
  func close(_ request: Request) -> Reply {
    guard let id = request.content["comm_id"]?.string else { return Reply(nil) }
    let comm = state.withLock { $0.comms.removeValue(forKey: id) }
    comm?.end.closed(id)
    return Reply(nil)
  }

  /// Answers `comm_info_request`: the comms, of one target where it is named.
  func info(_ request: Request) -> Reply {
    let target = request.content["target_name"]?.string
    let comms = state.withLock { $0.comms }
      .filter { target == nil || $0.value.target == target }
      .mapValues { ["target_name": .string($0.target)] as JSON }
    return Reply(["status": "ok", "comms": .object(comms)])
  }
}

extension Request {
  fileprivate var commMessage: CommMessage {
    CommMessage(data: content["data"] ?? [:], metadata: message.metadata, buffers: message.buffers)
  }
}

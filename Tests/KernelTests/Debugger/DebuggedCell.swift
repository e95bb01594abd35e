import DreamCommands
import DreamKit
import DreamLanguage
import Ground
import TestSupport

@testable import Kernel

/// A session under the debugger, whose cells run on a thread of their own, as in a kernel.
final class DebuggedCell: Sendable {
  let session: Session
  let debugger: Debugger
  private let events: Monitor<[JSON]>
  private let runs = Monitor<Run>(Run())

  private struct Run: Sendable {
    var outcome: Outcome?
    var cancellation = Cancellation()
  }

  init(started: Bool = true) {
    let events = Monitor<[JSON]>([])
    self.events = events
    session = Session()
    session.stackBudget = KernelServer.stackBudget
    debugger = Debugger(session) { event in events.withLock { $0.append(event) } }
    if started {
      ask("initialize")
      ask("attach")
    }
  }

  /// Sends a request; gives the body of its response, or its message where it failed.
  @discardableResult
  func ask(_ command: String, _ arguments: JSON = [:]) -> JSON {
    let response = debugger.answer([
      "type": "request", "seq": 1, "command": .string(command), "arguments": arguments,
    ])
    guard response["success"] == true else { return response["message"] ?? "no message" }
    return response["body"] ?? "no body"
  }

  /// Sets breakpoints on lines of a cell; gives the lines they were set on.
  @discardableResult
  func breakAt(_ lines: [Int], condition: String? = nil, in code: String) -> [Int?] {
    let path = ask("dumpCell", ["code": .string(code)])["sourcePath"] ?? "none"
    let breakpoints = lines.map { line -> JSON in
      var breakpoint: [String: JSON] = ["line": .int(line)]
      breakpoint["condition"] = condition.map(JSON.string)
      return .object(breakpoint)
    }
    let body = ask("setBreakpoints", ["source": ["path": path], "breakpoints": .array(breakpoints)])
    return (body["breakpoints"]?.array ?? []).map { $0["verified"] == true ? $0["line"]?.int : nil }
  }

  /// Starts a cell.
  func start(_ code: String) throws {
    let cancellation = Cancellation()
    runs.withLock { $0 = Run(outcome: nil, cancellation: cancellation) }
    _ = try KernelThread("cell", stack: KernelServer.evaluationStack) { [session, runs] in
      let outcome = session.execute(code, sink: RecordingSink(), cancellation: cancellation)
      runs.withLock { $0.outcome = outcome }
    }
  }

  /// Waits for the cell's end.
  func end() -> Outcome? { runs.wait(milliseconds: 120_000) { $0.outcome } }

  /// Interrupts the cell.
  func interrupt() { runs.withLock { $0.cancellation.cancel() } }

  /// Waits for the next event of a kind and forgets those before it.
  func event(_ name: String) -> JSON? {
    events.wait(milliseconds: 120_000) { events in
      guard let place = events.firstIndex(where: { $0["event"]?.string == name }) else { return nil }
      defer { events.removeSubrange(...place) }
      return events[place]["body"]
    }
  }

  /// Waits until the cell is held; gives the innermost frame's name and line, and the reason.
  func stop() -> String {
    guard let stopped = event("stopped") else { return "never stopped" }
    let frame = frames.first
    return "\(stopped["reason"]?.string ?? "?") \(frame?["name"]?.string ?? "?"):\(frame?["line"]?.int ?? 0)"
  }

  /// The frames, the innermost first.
  var frames: [JSON] { ask("stackTrace", ["threadId": 1])["stackFrames"]?.array ?? [] }

  /// The variables of the innermost frame's scope, as "name: type = value".
  func variables(inScope scope: Int = 0) -> [String] {
    let scopes = ask("scopes", ["frameId": frames.first?["id"] ?? 0])["scopes"]?.array ?? []
    return scopes.indices.contains(scope) ? parts(of: scopes[scope]) : []
  }

  /// The parts of what has a reference, as "name: type = value".
  func parts(of parent: JSON?) -> [String] { children(of: parent).map(Self.text) }

  /// The parts of what has a reference.
  func children(of parent: JSON?) -> [JSON] {
    ask("variables", ["variablesReference": parent?["variablesReference"] ?? 0])["variables"]?.array ?? []
  }

  private static func text(_ variable: JSON) -> String {
    let words = ["name", "type", "value"].map { variable[$0]?.string ?? "?" }
    return "\(words[0]): \(words[1]) = \(words[2])"
  }
}

import Ground
import Interpreting

/// What the debugger knows, behind its lock. The requests are in extensions: those about breakpoints and stepping, and
/// those that look at variables.
struct DebuggerState: Sendable {
  /// Whether a frontend has attached.
  var isStarted = false
  /// The cells that were given names.
  var sources = CellSources()
  /// The breakpoints, by the name of their cell.
  var breakpoints: [String: [Breakpoint]] = [:]
  /// Whether a cell is held where it fails.
  var holdsErrors = false
  /// Where to hold next.
  var stepping = Stepping.running
  /// Where the cell was last.
  var last = LastStatement()
  /// How many cells are watched that run.
  var cells = 0
  /// The cell that is held, while it is.
  private(set) var held: (any ExecutionTrace)?
  /// What the cell that is held is to evaluate.
  var evaluation: Evaluation?
  /// The numbers that were given out for scopes and variables.
  var references = VariableReferences()

  /// Whose cells are watched.
  let session: any DebuggableInterpreter
  private let publish: @Sendable (JSON) -> Void
  private var number = 0
  private var evaluated: [ObjectIdentifier: Evaluated] = [:]

  /// The one thread that a frontend is shown.
  static let thread = 1

  /// Begins with a debugger that is not started.
  init(_ session: any DebuggableInterpreter, publish: @escaping @Sendable (JSON) -> Void) {
    self.session = session
    self.publish = publish
  }

  /// Throws where a request needs a debugger that is started, and this one is not.
  func checkStarted(for command: String) throws(DebuggerError) {
    guard isStarted || Self.alwaysAnswered.contains(command) else {
      throw DebuggerError("The debugger is not started; send 'initialize' first.")
    }
  }

  /// The number of the next message.
  mutating func nextNumber() -> Int {
    number += 1
    return number
  }

  /// Sends an event.
  mutating func send(_ event: String, _ body: JSON = [:]) {
    publish(["type": "event", "event": .string(event), "seq": .int(nextNumber()), "body": body])
  }

  // MARK: Holding a cell

  /// Holds a cell, and says why.
  mutating func hold(_ trace: any ExecutionTrace, _ reason: [String: JSON]) {
    held = trace
    references = VariableReferences()
    var body = reason
    body["threadId"] = .int(Self.thread)
    body["allThreadsStopped"] = true
    send("stopped", .object(body))
  }

  /// Resumes the cell that is held.
  ///
  /// - Throws: ``DebuggerError`` where none is.
  mutating func release(_ stepping: Stepping) throws(DebuggerError) {
    guard held != nil else { throw DebuggerError("No cell is held; there is nothing to resume.") }
    held = nil
    evaluation = nil
    references = VariableReferences()
    self.stepping = stepping
    send("continued", ["threadId": .int(Self.thread), "allThreadsContinued": true])
  }

  // MARK: Evaluating in a cell that is held

  /// The result of an evaluation, as a response has it.
  typealias Evaluated = Result<JSON, DebuggerError>

  /// Asks the cell that is held to evaluate code in a frame; nil where none is held.
  mutating func ask(for code: String, frame: Int?) -> Evaluation? {
    guard let held else { return nil }
    let asked = Evaluation(
      code: code, frame: (frame ?? held.depth) &- 1, cancellation: held.makeCancellation())
    evaluation = asked
    return asked
  }

  /// Notes the result of an evaluation; its request may have timed out.
  mutating func finish(_ asked: Evaluation, _ outcome: Evaluated) {
    if evaluation === asked { evaluated = [ObjectIdentifier(asked): outcome] }
  }

  /// The result of an evaluation, once; nil while it runs.
  mutating func takeEvaluated(_ asked: Evaluation) -> Evaluated? {
    guard evaluation === asked else { return .failure(DebuggerError("The cell has resumed meanwhile.")) }
    guard let outcome = evaluated.removeValue(forKey: ObjectIdentifier(asked)) else { return nil }
    evaluation = nil
    return outcome
  }

  // MARK: Implementation

  /// The commands that need no start.
  private static let alwaysAnswered: Set<String> = [
    "initialize", "debugInfo", "inspectVariables", "richInspectVariables", "variables", "modules",
    "disconnect",
  ]
}

/// Code that a frontend wants evaluated in a frame of the cell that is held.
final class Evaluation: Sendable {
  /// The code.
  let code: String
  /// The index of the frame, the cell's being 0.
  let frame: Int
  /// The request to stop.
  let cancellation: Cancellation

  /// Describes what is to be evaluated.
  init(code: String, frame: Int, cancellation: Cancellation) {
    self.code = code
    self.frame = frame
    self.cancellation = cancellation
  }
}

/// The numbers by which a frontend asks for the parts of what it was shown. They are valid until the cell resumes.
struct VariableReferences {
  /// What a number stands for.
  enum Target {
    case scope(any InspectableScope)
    case variable(any InspectableVariable)
  }

  private var targets: [Target] = []

  /// The number for a scope or a variable.
  mutating func add(_ target: Target) -> Int {
    targets.append(target)
    return targets.count
  }

  /// What a number stands for, or nil where it holds no longer.
  func target(_ number: Int) -> Target? {
    targets.indices.contains(number &- 1) ? targets[number &- 1] : nil
  }
}

/// Why the debugger does not do what it is asked for: one sentence.
struct DebuggerError: Error, CustomStringConvertible {
  /// The sentence.
  let description: String

  /// Makes an error from its sentence.
  init(_ description: String) { self.description = description }
}

import DreamKit
import DreamLanguage
import Ground

/// Records what a cell puts out, for tests.
public final class RecordingSink: DisplaySink {
  /// What was written to standard output.
  public private(set) var output = ""
  /// What was shown, in order.
  public private(set) var displays: [(bundle: MIMEBundle, id: String?)] = []
  /// What was updated, in order.
  public private(set) var updates: [(bundle: MIMEBundle, id: String)] = []
  /// The `wait` of each clearing.
  public private(set) var clears: [Bool] = []

  /// The panels that are open, in the order of their opening.
  public private(set) var panels: [LivePanel] = []
  /// What was asked, in order.
  public private(set) var questions: [(prompt: String, isSecret: Bool)] = []

  private let hasControls: Bool
  private var answers: [String]

  /// Makes an empty record.
  ///
  /// - Parameters:
  ///   - hasControls: whether panels are shown, as in a frontend that has controls.
  ///   - answers: what a person types, question by question; afterwards nobody answers.
  public init(hasControls: Bool = false, answers: [String] = []) {
    self.hasControls = hasControls
    self.answers = answers
  }

  /// Records the call.
  public func write(_ text: String, to stream: StreamName) { output += text }
  /// Records the call.
  public func display(_ bundle: MIMEBundle, id: String?) { displays.append((bundle, id)) }
  /// Records the call.
  public func update(_ bundle: MIMEBundle, id: String) { updates.append((bundle, id)) }
  /// Records the call.
  public func clear(wait: Bool) { clears.append(wait) }
  /// Records the panel.
  public func open(_ panel: LivePanel) -> MIMEBundle.Representation? {
    guard hasControls else { return nil }
    panels.append(panel)
    return ("application/x-panel", .text("panel"))
  }
  /// Records that the panel is open no more.
  public func close(_ panel: LivePanel) {
    panels.removeAll { $0.rows.first?.first === panel.rows.first?.first }
  }
  /// Records the question.
  public func ask(
    _ prompt: String, isSecret: Bool, cancellation: Cancellation
  ) throws(InputFailure) -> String {
    questions.append((prompt, isSecret))
    if cancellation.isCancelled { throw .interrupted }
    if answers.isEmpty { throw .nobodyThere }
    return answers.removeFirst()
  }
}

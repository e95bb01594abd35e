import DreamKit
import DreamLanguage
import Ground

/// What the kernel asks of a language, from any thread.
///
/// While one thread executes, others may execute, too, and the rest is answered meanwhile.
public protocol Interpreter: AnyObject, Sendable {
  /// Runs a cell.
  func execute(_ code: String, sink: any DisplaySink, cancellation: Cancellation) -> Outcome
  /// Evaluates one expression without output.
  func evaluate(_ expression: String, cancellation: Cancellation) -> Result<MIMEBundle, Failure>
  /// What could stand at the cursor, in code points.
  func complete(_ code: String, cursor: Int) -> Completion
  /// What the name at the cursor is.
  func inspect(_ code: String, cursor: Int, detail: Int) -> MIMEBundle?
  /// Says whom to tell, on any thread, when a person's move of a control asks for work.
  func whenAsked(_ tell: @escaping @Sendable () -> Void)
  /// Does that work.
  func respond(cancellation: Cancellation)
  /// Whether the code can run as it is.
  func completeness(of code: String) -> Completeness
}

extension Session: Interpreter {}

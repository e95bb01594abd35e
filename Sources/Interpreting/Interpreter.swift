import Ground

/// What a notebook kernel asks of a language, from any thread.
///
/// While one thread executes, others may execute, too, and the rest is answered meanwhile. All positions in source text
/// are counted in Unicode code points, as the Jupyter protocol counts them.
public protocol Interpreter: AnyObject, Sendable {
  /// How much of the calling thread's stack a cell may use, in bytes; set before the first cell.
  var stackBudget: Int { get set }

  /// Runs a cell.
  ///
  /// Output goes to `sink` as it is made. When `cancellation` fires, the outcome is a failure.
  func execute(_ code: String, sink: any DisplaySink, cancellation: Cancellation) -> Outcome
  /// Evaluates one expression without output, for `user_expressions`.
  func evaluate(_ expression: String, cancellation: Cancellation) -> Result<MIMEBundle, Failure>
  /// The completions at the cursor.
  func complete(_ code: String, cursor: Int) -> Completion
  /// What the name at the cursor is, or nil where there is nothing to tell. `detail` 1 asks for more.
  func inspect(_ code: String, cursor: Int, detail: Int) -> MIMEBundle?
  /// Whether the code can run as it is.
  func completeness(of code: String) -> Completeness
  /// Sets what is called, on any thread, when a user's change of a control asks for work.
  func whenAsked(_ tell: @escaping @Sendable () -> Void)
  /// Does that work, in turn with the cells.
  func respond(cancellation: Cancellation)
}

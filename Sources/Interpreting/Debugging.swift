import Ground

/// An interpreter whose cells a debugger can watch.
package protocol DebuggableInterpreter: Interpreter {
  /// Who watches the cells while they run; set before the first one.
  var observer: (any StatementObserver)? { get set }
  /// Looks at the session's variables from any thread; `body` is to be short.
  func look<Result>(_ body: (any InspectableScope) -> Result) -> Result
  /// The lines on which a statement begins, counted from 1, in order; none where the code cannot be parsed.
  func statementLines(of code: String) -> [Int]
  /// Whether a text is the name of a variable.
  func isVariableName(_ text: String) -> Bool
}

/// Watches cells while they run, statement by statement, as a debugger does.
///
/// All calls come from the thread that evaluates, which waits for them.
package protocol StatementObserver: AnyObject {
  /// A cell begins; returns whether it is to be watched. Of one that is not, nothing more is told.
  func cellBegins() -> Bool
  /// A statement is about to run.
  func reaches(_ trace: any ExecutionTrace)
  /// The statement that was reached last has failed; its frames are still there. Told once for each error.
  func fails(_ trace: any ExecutionTrace, _ failure: Failure)
  /// The cell has ended.
  func cellEnds()
}

/// Where a cell is while it runs: the cell itself, which is frame 0, and the functions that have called one another.
///
/// It is touched by the thread that evaluates, or by one that looks at the session's variables.
package protocol ExecutionTrace: AnyObject, Sendable {
  /// The number of frames; the innermost is the last one.
  var depth: Int { get }
  /// A frame.
  subscript(frame: Int) -> any StackFrame { get }
  /// Whether the cell has been asked to stop.
  var isInterrupted: Bool { get }
  /// Waits, or does anything else that touches no variables, and lets others look at them meanwhile.
  func withoutTurn<Result>(_ body: () -> Result) -> Result
  /// A request to stop an evaluation in the middle of the cell; an interrupt of the cell stops it, too.
  func makeCancellation() -> Cancellation
  /// Attaches a note to the innermost frame.
  func note(_ text: String)
  /// The scopes of a frame, the nearest first; none where there is no such frame.
  func scopes(of frame: Int) -> [any InspectableScope]
  /// Runs code with the names of a frame, on the thread that evaluates; its output goes where the cell's goes.
  ///
  /// - Returns: the value of the last expression, or nil where it has none.
  func evaluate(
    _ code: String, in frame: Int, cancellation: Cancellation
  ) -> Result<(any InspectableVariable)?, Failure>
  /// Whether an expression is true in the innermost frame.
  ///
  /// - Throws: ``Failure`` where it cannot be evaluated.
  func holds(_ condition: String) throws(Failure) -> Bool
  /// Copies a variable of a frame to the session's variables; false where the frame has none of that name.
  func copyToGlobals(_ name: String, of frame: Int, as copy: String) -> Bool
}

/// A function that runs, or the cell.
package protocol StackFrame {
  /// The function's name; "cell" for the cell itself.
  var name: String { get }
  /// What the observer has noted about the frame.
  var note: String? { get }
  /// The text of the cell that the frame's statements stand in.
  var code: String { get }
  /// The line of the statement that is about to run, counted from 1.
  var line: Int { get }
  /// The first code point of the statement in its line, counted from 1.
  var column: Int { get }
  /// The offset of the statement in its cell, in bytes.
  var offset: Int { get }
}

/// Names that are in reach together.
package protocol InspectableScope: Sendable {
  /// What the scope is called: "Locals", "Enclosing", "Globals".
  var name: String { get }
  /// The variables, by name.
  var variables: [any InspectableVariable] { get }
  /// The variable of a name, or nil where there is none.
  subscript(name: String) -> (any InspectableVariable)? { get }
}

/// A variable, or a part of one.
package protocol InspectableVariable: Sendable {
  /// Its name; for a part its index, key or attribute.
  var name: String { get }
  /// The name of its type.
  var type: String { get }
  /// The value on one line, shortened where it is long.
  var text: String { get }
  /// How many parts it has.
  var partCount: Int { get }
  /// Its parts: the elements of a sequence, the entries of a dict, the attributes of an object.
  ///
  /// - Parameter places: their indices; those out of range are left out.
  func parts(_ places: Range<Int>) -> [any InspectableVariable]
  /// The value as a cell shows it, a picture as a thumbnail; nil where it cannot be shown.
  func bundle() -> MIMEBundle?
}

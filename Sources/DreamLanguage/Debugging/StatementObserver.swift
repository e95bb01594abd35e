/// Watches cells while they run, statement by statement, as a debugger does.
///
/// All calls come from the thread that evaluates, which has the floor (see ``Floor``) and waits for them.
package protocol StatementObserver: AnyObject {
  /// A cell begins; returns whether it is to be watched. Of one that is not, nothing more is told.
  func cellBegins() -> Bool
  /// A statement is about to run.
  func reaches(_ trace: CallTrace)
  /// The statement that was reached last has failed; its frames are still there. Told once for each error.
  func fails(_ trace: CallTrace, _ failure: Failure)
  /// The cell has ended.
  func cellEnds()
}

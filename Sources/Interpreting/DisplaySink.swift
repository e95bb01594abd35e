import Ground

/// Where the output of one request goes, and where a person can be asked: a Jupyter frontend, a terminal with a folder
/// of PNG files, or a test's recorder.
///
/// A sink belongs to one request and is passed along with it. Its calls may come from the evaluating thread only. What
/// stays alive under the cell, such as a slider, may continue to use it after the request is answered.
public protocol DisplaySink: AnyObject {
  /// Whether the readers are so far behind that output should wait. Checked at every statement.
  var isFull: Bool { get }
  /// Writes text to standard output or standard error.
  func write(_ text: String, to stream: StreamName)
  /// Shows a value under the cell. With an `id`, ``update(_:id:)`` can replace it later.
  func display(_ bundle: MIMEBundle, id: String?)
  /// Replaces what was displayed with this `id`, wherever it is shown.
  func update(_ bundle: MIMEBundle, id: String)
  /// Removes the cell's output, at once or, with `wait`, when the next output comes.
  func clear(wait: Bool)

  /// Makes controls live, where there is a frontend that has any.
  ///
  /// - Returns: the representation by which frontends show the panel, to be the last of a bundle that is displayed; nil
  ///   where no frontend shows controls.
  func open(_ panel: LivePanel) -> MIMEBundle.Representation?
  /// Closes a panel: its controls are shown no more and cannot be changed.
  func close(_ panel: LivePanel)

  /// Asks the person for a line of text and waits for it.
  ///
  /// - Parameters:
  ///   - prompt: what is shown in front of the input field.
  ///   - isSecret: whether what is typed is not shown.
  /// - Throws: ``InputFailure`` where nobody can be asked, or where waiting was interrupted.
  func ask(_ prompt: String, isSecret: Bool, cancellation: Cancellation) throws(InputFailure) -> String
}

extension DisplaySink {
  /// There is always room.
  public var isFull: Bool { false }
  /// There are no controls.
  public func open(_ panel: LivePanel) -> MIMEBundle.Representation? { nil }
  /// There are no controls.
  public func close(_ panel: LivePanel) {}
  /// There is nobody to ask.
  public func ask(
    _ prompt: String, isSecret: Bool, cancellation: Cancellation
  ) throws(InputFailure) -> String { throw .nobodyThere }
}

/// Why there is no answer to a question.
public enum InputFailure: Error, Sendable, Equatable {
  /// There is no user, or the frontend has no input field.
  case nobodyThere
  /// The input has ended, as at the end of a file.
  case ended
  /// Waiting was interrupted.
  case interrupted
}

/// A text stream of a cell.
public enum StreamName: String, Sendable {
  case standardOutput = "stdout"
  case standardError = "stderr"
}

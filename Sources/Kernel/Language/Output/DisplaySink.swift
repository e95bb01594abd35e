/// Where the output of one request goes: a Jupyter frontend, a folder of PNG files, or a test's recorder.
///
/// A sink belongs to one request and is passed along with it. Its calls may come from the evaluating thread only.
public protocol DisplaySink: AnyObject {
  /// Writes text to standard output or standard error.
  func write(_ text: String, to stream: StreamName)
  /// Shows a value under the cell. With an `id`, ``update(_:id:)`` can replace it later.
  func display(_ bundle: MIMEBundle, id: String?)
  /// Replaces what was displayed with this `id`, wherever it stands.
  func update(_ bundle: MIMEBundle, id: String)
  /// Removes the cell's output, at once or, with `wait`, when the next output comes.
  func clear(wait: Bool)
}

/// A text stream of a cell.
public enum StreamName: String, Sendable {
  case standardOutput = "stdout"
  case standardError = "stderr"
}

import DreamKit

/// One running notebook: its variables, and the five things a frontend can ask of it.
///
/// All positions in source text are counted in Unicode code points, as the Jupyter protocol counts them.
/// A session is used by one thread at a time.
public final class Session {
  /// Makes a session with the built-in commands and no variables.
  public init() {}

  /// Runs a cell.
  ///
  /// Output goes to `sink` as it is made. When `cancellation` fires the outcome is an error named `Interrupted`; all
  /// variables, and the image a dream had reached, are kept.
  public func execute(_ code: String, sink: any DisplaySink, cancellation: Cancellation) -> Outcome {
    Outcome(result: nil, pages: [], failure: nil)
  }

  /// Evaluates one expression without output, for `user_expressions`.
  public func evaluate(_ expression: String, cancellation: Cancellation) -> Result<MIMEBundle, Failure> {
    .failure(Failure(name: "NameError", message: expression, traceback: []))
  }

  /// What could stand at the cursor.
  public func complete(_ code: String, cursor: Int) -> Completion { Completion(matches: [], start: cursor, end: cursor) }

  /// What the name at the cursor is, or nil where there is nothing to tell. `detail` 1 asks for more.
  public func inspect(_ code: String, cursor: Int, detail: Int) -> MIMEBundle? { nil }

  /// Whether the code can run as it is.
  public func completeness(of code: String) -> Completeness { .complete }
}

/// What running a cell came to.
public struct Outcome: Sendable {
  /// The value of the last expression, or nil where it has none.
  public var result: MIMEBundle?
  /// Help pages for the pager, in order.
  public var pages: [MIMEBundle]
  /// Why the cell stopped, or nil where it ran to its end.
  public var failure: Failure?
}

/// Why a cell stopped, ready to be shown.
public struct Failure: Error, Sendable, Equatable {
  /// A short class of errors: "SyntaxError", "NameError", "TypeError", "ValueError", "FileError", "NetworkError", "Interrupted".
  public var name: String
  /// One sentence: what is wrong and what to do.
  public var message: String
  /// The rendering with the source line and a caret, one line of text an element, ANSI colours allowed.
  public var traceback: [String]
}

/// What could stand at a place in the source.
public struct Completion: Sendable, Equatable {
  /// One proposal.
  public struct Match: Sendable, Equatable {
    /// The text that would stand there.
    public var text: String
    /// What it is: "function", "instance", "param", "keyword", "layer", "path", as Jupyter frontends name them.
    public var type: String
    /// The signature of a function, else empty.
    public var signature: String
  }
  /// The proposals, best first.
  public var matches: [Match]
  /// The first code point that a proposal replaces.
  public var start: Int
  /// The code point after the last one that a proposal replaces.
  public var end: Int
}

/// Whether source text can run as it is.
public enum Completeness: Sendable, Equatable {
  case complete
  /// More lines are needed; `indent` is the white space the next one starts with.
  case incomplete(indent: String)
  case invalid
}

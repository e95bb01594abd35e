/// The outcome of a cell.
public struct Outcome: Sendable {
  /// The value of the last expression, or nil where it has none.
  public var result: MIMEBundle?
  /// Help pages for the pager, in order.
  public var pages: [MIMEBundle]
  /// Why the cell stopped, or nil where it ran to its end.
  public var failure: Failure?

  /// Makes the outcome of a cell.
  public init(result: MIMEBundle? = nil, pages: [MIMEBundle] = [], failure: Failure? = nil) {
    self.result = result
    self.pages = pages
    self.failure = failure
  }
}

/// Why a cell stopped, ready to be shown.
public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class of the error, such as "SyntaxError", "NameError" or "Interrupted".
  public var name: String
  /// One sentence: what is wrong and what to do.
  public var message: String
  /// The rendering with the source line and a caret, one line of text an element, ANSI colours allowed.
  public var traceback: [String]
  /// The sentence.
  public var description: String { message }

  /// Describes a failure.
  public init(name: String, message: String, traceback: [String]) {
    self.name = name
    self.message = message
    self.traceback = traceback
  }
}

/// The completions at a position in the source.
public struct Completion: Sendable, Equatable {
  /// One proposal.
  public struct Match: Sendable, Equatable {
    /// The text that would stand there.
    public var text: String
    /// What it is: "function", "instance", "param", "keyword", "layer", "path", as Jupyter frontends name them.
    public var type: String
    /// The signature of a function, else empty.
    public var signature: String

    /// Makes a proposal.
    public init(text: String, type: String, signature: String = "") {
      self.text = text
      self.type = type
      self.signature = signature
    }
  }
  /// The proposals, best first.
  public var matches: [Match]
  /// The first code point that a proposal replaces.
  public var start: Int
  /// The code point after the last one that a proposal replaces.
  public var end: Int

  /// Proposes texts for a stretch of the source.
  public init(matches: [Match], start: Int, end: Int) {
    self.matches = matches
    self.start = start
    self.end = end
  }
}

/// Whether source text can run as it is.
public enum Completeness: Sendable, Equatable {
  /// It can run.
  case complete
  /// More lines are needed; `indent` is the white space the next one starts with.
  case incomplete(indent: String)
  /// No more text can make it right.
  case invalid
}

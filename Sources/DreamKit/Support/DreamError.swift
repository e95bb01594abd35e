/// What went wrong in the dream engine, as one sentence a user can act on.
public struct DreamError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The family a failure belongs to, for callers that react to it.
  public enum Kind: Sendable {
    /// An argument is outside its range or of the wrong shape.
    case invalidArgument
    /// A file or a layer that was asked for does not exist.
    case notFound
    /// A file cannot be read, is damaged, or is not of a supported format.
    case unreadable
    /// A file cannot be written.
    case unwritable
    /// A resource limit was met: too many pixels, too many bytes, too much memory.
    case limitExceeded
    /// The network did not answer, or not as expected.
    case network
    /// The work was interrupted on request.
    case cancelled
    /// A C library refused a call that should have succeeded.
    case backend
  }

  /// The family of the failure.
  public let kind: Kind
  /// One sentence: what is wrong and where.
  public let message: String
  /// One sentence: what to do about it, or nil where the message says it.
  public let remedy: String?

  /// Makes an error from its sentence and its remedy.
  public init(_ kind: Kind, _ message: String, remedy: String? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }

  /// The error of work that was interrupted on request.
  public static let cancelled = DreamError(.cancelled, "Interrupted.")

  /// The message, followed by the remedy where there is one.
  public var description: String { remedy.map { "\(message) \($0)" } ?? message }
}

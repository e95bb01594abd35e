import Glibc

/// Why a file or folder could not be read or written, as one sentence.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The family of the failure.
  package enum Kind: Sendable {
    /// There is no such file or folder.
    case notFound
    /// It cannot be read.
    case unreadable
    /// It cannot be written.
    case unwritable
    /// It is larger than the caller allows.
    case tooLarge
    /// Waiting for it was interrupted.
    case cancelled
  }

  package let kind: Kind
  /// One sentence: what is wrong and where.
  package let message: String
  /// One sentence: what to do about it, or nil where the message says it.
  package let remedy: String?

  package init(_ kind: Kind, _ message: String, remedy: String? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }

  /// The error of a file that cannot be read, with the reason in `errno`.
  static func unreadable(_ path: String) -> FileError {
    let reason = errno
    if reason == ENOENT || reason == ENOTDIR { return FileError(.notFound, "There is no file '\(path)'.") }
    return FileError(.unreadable, "'\(path)' cannot be read: \(String(cString: strerror(reason))).")
  }

  /// The error of a file or folder that cannot be written, with the reason in `errno`.
  static func unwritable(_ path: String) -> FileError {
    let reason = errno
    return FileError(
      .unwritable, "'\(path)' cannot be written: \(String(cString: strerror(reason))).",
      remedy: reason == ENOENT ? "The folder '\(Files.folder(of: path))' does not exist; make it first." : nil
    )
  }

  /// The message, followed by the remedy where there is one.
  package var description: String { remedy.map { "\(message) \($0)" } ?? message }
}

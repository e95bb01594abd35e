import Glibc

/// Messages for the reader of the terminal or the log.
package enum StandardError {
  /// Whether a person reads it on a terminal.
  package static var isTerminal: Bool { isatty(STDERR_FILENO) != 0 }

  /// Writes one line at once, after what was printed before.
  package static func write(_ line: String) { write(text: line + "\n") }

  /// Writes text at once, after what was printed before.
  package static func write(text: String) {
    fflush(nil)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

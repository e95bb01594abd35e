import DreamLanguage
import Glibc
import Ground

/// One line at the bottom of a terminal that shows the progress. Prints nothing if standard error is not a terminal.
final class StatusLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var isShown = false

  /// Shows the text of a display, its first line, in place of what stood there.
  func show(_ bundle: MIMEBundle) {
    guard isTerminal, case .text(let text) = bundle["text/plain"],
      let line = text.split(separator: "\n").first
    else { return }
    StandardError.write(text: "\r\(line.prefix(100))\u{1B}[K")
    isShown = true
  }

  /// Takes the line away.
  func erase() {
    if isShown { StandardError.write(text: "\r\u{1B}[K") }
    isShown = false
  }
}

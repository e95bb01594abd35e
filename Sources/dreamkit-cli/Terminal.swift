import DreamKit
import DreamLanguage
import Glibc
import Ground

/// The person at the terminal, or the file that stands in for one, on standard input.
final class Terminal {
  private var typed: [UInt8] = []

  /// Prints a prompt and reads a line.
  ///
  /// - Parameter isSecret: whether the terminal does not show what is typed.
  /// - Throws: ``InputFailure`` at the end of the input, or where waiting is interrupted.
  func ask(_ prompt: String, isSecret: Bool, cancellation: Cancellation) throws(InputFailure) -> String {
    print(prompt, terminator: "")
    fflush(nil)
    let hidden = isSecret ? HiddenInput() : nil
    defer {
      if hidden != nil { print() }
    }
    while true {
      if let end = typed.firstIndex(of: UInt8(ascii: "\n")) {
        defer { typed.removeFirst(end + 1) }
        return String(decoding: typed[..<end], as: UTF8.self)
      }
      try readMore(cancellation)
    }
  }

  // MARK: Implementation

  /// Reads what is there, or waits for it; a last line without an end is one, too.
  private func readMore(_ cancellation: Cancellation) throws(InputFailure) {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while poll(&descriptor, 1, 50) <= 0 {
      if cancellation.isCancelled { throw .interrupted }
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count > 0 {
      typed += bytes[..<count]
    } else if typed.isEmpty {
      throw .ended
    } else {
      typed.append(UInt8(ascii: "\n"))
    }
  }
}

/// Hides what is typed on the terminal during its lifetime.
private final class HiddenInput {
  private var usual = termios()

  /// Nil where standard input is no terminal.
  init?() {
    guard tcgetattr(STDIN_FILENO, &usual) == 0 else { return nil }
    var hidden = usual
    hidden.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
  }

  deinit { tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual) }
}

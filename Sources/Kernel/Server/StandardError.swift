import Glibc

/// The kernel's own remarks, for whoever reads its log.
enum StandardError {
  /// Writes one line at once.
  static func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}

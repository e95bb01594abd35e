extension Diagnostic {
  /// The error as a notebook shows it: the kind and the sentence, the line, and a caret under the place.
  ///
  /// - Parameters:
  ///   - fallback: the cell that runs, where the error names no other.
  ///   - colours: whether ANSI colours are used.
  func rendered(in fallback: SourceText, colours: Bool = true) -> [String] {
    let red = colours ? "\u{1B}[0;31m" : ""
    let blue = colours ? "\u{1B}[0;34m" : ""
    let plain = colours ? "\u{1B}[0m" : ""
    var lines = ["\(red)\(kind.rawValue)\(plain): \(message)"]
    if let range {
      let source = source ?? fallback
      let line = source.line(at: min(range.start, source.bytes.count))
      let text = source.text(ofLine: line)
      let column = source.column(at: range.start)
      let lineEnd = source.lineStarts[line] + text.utf8.count
      let width = max(1, source.column(at: max(range.start, min(range.end, lineEnd))) - column)
      let margin = "line \(line + 1) | "
      // Tabs are kept, so that the caret stands under its place whatever a tab is worth.
      let lead = text.unicodeScalars.prefix(column).map { $0 == "\t" ? "\t" : " " }.joined()
      let pad = String(repeating: " ", count: margin.count)
      lines.append("\(blue)\(margin)\(plain)\(text)")
      lines.append("\(pad)\(lead)\(red)\(String(repeating: "^", count: min(width, 200)))\(plain)")
    }
    if let hint { lines.append(hint) }
    return lines
  }

  /// The error as a session reports it.
  func failure(in source: SourceText) -> Failure {
    Failure(name: kind.rawValue, message: sentence, traceback: rendered(in: source))
  }
}

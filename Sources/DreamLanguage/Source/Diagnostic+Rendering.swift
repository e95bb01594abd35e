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
    var lines = ["\(red)\(kind.name)\(plain): \(message)"]
    if let range {
      let source = source ?? fallback
      let line = source.line(at: min(range.start, source.bytes.count))
      let text = source.text(ofLine: line)
      let column = source.column(at: range.start)
      let lineEnd = source.lineStarts[line] + text.utf8.count
      let place = source[SourceRange(start: range.start, end: max(range.start, min(range.end, lineEnd)))]
      let margin = "line \(line + 1) | "
      // Tabs are kept, so that the caret stands under its place whatever a tab is worth.
      let lead = text.unicodeScalars.prefix(column).map { scalar in
        scalar == "\t" ? "\t" : String(repeating: " ", count: Self.columns(of: scalar))
      }.joined()
      let width = min(max(1, place.unicodeScalars.reduce(0) { $0 + Self.columns(of: $1) }), 200)
      let pad = String(repeating: " ", count: margin.count)
      lines.append("\(blue)\(margin)\(plain)\(text)")
      lines.append("\(pad)\(lead)\(red)\(String(repeating: "^", count: width))\(plain)")
    }
    if let hint { lines.append(hint) }
    return lines
  }

  /// The error as a session reports it.
  package func failure(in source: SourceText, colours: Bool = true) -> Failure {
    Failure(name: kind.name, message: sentence, traceback: rendered(in: source, colours: colours))
  }

  // MARK: Implementation

  /// How many columns of a fixed-width font a code point takes: none for marks, two for the wide letters of East Asia
  /// and for pictographs (Unicode Standard Annex 11).
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF,
      0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

/// A stretch of source text in UTF-8 offsets, the end excluded.
package struct SourceRange: Equatable, Sendable {
  /// The offset of the first byte.
  package var start: Int
  /// The offset after the last byte.
  package var end: Int

  /// The smallest stretch that holds both.
  func union(_ other: SourceRange) -> SourceRange {
    SourceRange(start: min(start, other.start), end: max(end, other.end))
  }
}

/// The text of one cell, with its lines, in UTF-8 offsets and in Unicode code points.
package final class SourceText: Sendable {
  /// The text's bytes.
  package let bytes: [UInt8]
  /// The offset at which each line starts; at least one.
  let lineStarts: [Int]

  /// Takes a cell's text.
  package init(_ text: String) {
    let bytes = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    self.bytes = bytes
    lineStarts = starts
  }

  /// The whole text.
  package var range: SourceRange { SourceRange(start: 0, end: bytes.count) }

  /// The text of a stretch.
  package subscript(range: SourceRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    return String(decoding: bytes[start..<min(max(range.end, start), bytes.count)], as: UTF8.self)
  }

  /// The index of the line that holds an offset, counted from 0.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The text of a line, counted from 0, without its line break.
  package func text(ofLine line: Int) -> String {
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return self[SourceRange(start: start, end: end)]
  }

  /// How many code points of its line stand before an offset.
  package func column(at offset: Int) -> Int {
    codePoints(from: lineStarts[line(at: offset)], to: offset)
  }

  /// How many code points of the text stand before an offset.
  func codePoint(at offset: Int) -> Int { codePoints(from: 0, to: offset) }

  /// The offset of a code point; places outside the text become its ends.
  package func offset(ofCodePoint index: Int) -> Int {
    var seen = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if seen >= index { return offset }
      seen += 1
    }
    return bytes.count
  }

  // MARK: Implementation

  private func codePoints(from start: Int, to end: Int) -> Int {
    bytes[start..<max(start, min(end, bytes.count))].count { $0 & 0xC0 != 0x80 }
  }
}

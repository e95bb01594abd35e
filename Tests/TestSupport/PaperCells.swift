import Foundation

/// The cells of the paper's notebook, from the text beside the package, where it is present.
///
/// The text was extracted from a PDF, which lost two things that are put back here and nothing else: the indentation of
/// functions whose body stands at the left margin, and the end of a line that the page cut off inside a string.
package enum PaperCells {
  /// One cell: the number in its prompt, and its code.
  package struct Cell: Sendable, CustomStringConvertible {
    package let number: Int
    package let code: String
    package var description: String { "In [\(number)]" }
    /// Whether it defines a class, which the language does not have.
    package var definesClass: Bool { code.contains("class ") }
  }

  /// Whether the paper's text is there.
  package static var arePresent: Bool { FileManager.default.fileExists(atPath: path) }

  /// The cells, in order; none where the text is absent.
  package static let all: [Cell] = {
    var cells: [(number: Int, lines: [String])] = []
    var isCode = false
    for line in ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if isCode, let prompt = line.firstMatch(of: #/^In \[(\d+)\]: /#), let number = Int(prompt.1) {
        cells.append((number, [String(line[prompt.range.upperBound...])]))
      } else if isCode, !cells.isEmpty {
        cells[cells.count - 1].lines.append(line)
      }
    }
    return cells.map { Cell(number: $0.number, code: indented($0.lines.map(closed)).joined(separator: "\n")) }
  }()

  private static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/reference/paper.txt").path

  /// The lines, those behind a `def` that is followed by the left margin indented.
  private static func indented(_ lines: [String]) -> [String] {
    guard let definition = lines.firstIndex(where: { $0.hasPrefix("def ") && $0.hasSuffix(":") }),
      let first = lines[(definition + 1)...].first(where: { !$0.isEmpty }), !first.hasPrefix(" ")
    else { return lines }
    return lines[...definition] + lines[(definition + 1)...].map { $0.isEmpty ? $0 : "    " + $0 }
  }

  /// The line, with its last string and the brackets around it closed.
  private static func closed(_ line: String) -> String {
    guard !line.contains("#"), !line.count(where: { $0 == "'" }).isMultiple(of: 2) else { return line }
    let open = line.count { $0 == "(" } - line.count { $0 == ")" }
    return line + "'" + String(repeating: ")", count: max(0, open))
  }
}

import Foundation
import Testing

/// A page of the documentation, as a table of cells and of what they give: each block of `python` with the block of
/// `text` that follows it.
struct DocumentationPage {
  /// A cell of a page.
  struct Example: CustomTestStringConvertible {
    /// The heading it stands under.
    let title: String
    /// The line of its first line of code, counted from 1.
    let line: Int
    let code: String
    /// The text under the cell; nil where there is none.
    let expected: String?
    var testDescription: String { "\(title) (line \(line))" }
  }

  let examples: [Example]
  /// The lines of the page.
  let text: String
  private let path: String

  /// Reads a page from the folder `docs`.
  init(_ name: String) throws {
    path =
      URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/\(name)").path
    text = try String(contentsOfFile: path, encoding: .utf8)
    var examples: [Example] = []
    for (block, title, line) in Self.blocks(text) {
      if block.language == "python" {
        examples.append(Example(title: title, line: line, code: block.body, expected: nil))
      } else if block.language == "text", let last = examples.last, last.expected == nil {
        examples[examples.count - 1] = Example(
          title: last.title, line: last.line, code: last.code, expected: block.body)
      }
    }
    self.examples = examples
  }

  /// Writes the page again with other texts under its cells, where the environment asks for it: `DREAMKIT_RECORD=1`.
  func record(_ results: [String?]) throws {
    guard ProcessInfo.processInfo.environment["DREAMKIT_RECORD"] != nil else { return }
    var page = text
    for (example, result) in zip(examples, results) {
      guard let expected = example.expected, let result else { continue }
      let old = "```python\n\(example.code)\n```\n\n```text\n\(expected)\n```"
      page = page.replacing(old, with: "```python\n\(example.code)\n```\n\n```text\n\(result)\n```")
    }
    try page.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static func blocks(_ text: String) -> [(
    block: (language: String, body: String), title: String, line: Int
  )] {
    var result: [(block: (language: String, body: String), title: String, line: Int)] = []
    var title = ""
    var open: (language: String, lines: [String], line: Int)?
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      if line.hasPrefix("```") {
        if let block = open {
          result.append(((block.language, block.lines.joined(separator: "\n")), title, block.line))
          open = nil
        } else {
          open = (String(line.dropFirst(3)), [], index + 2)
        }
      } else if open != nil {
        open?.lines.append(line)
      } else if line.hasPrefix("#") {
        title = String(line.drop { $0 == "#" || $0 == " " })
      }
    }
    return result
  }
}

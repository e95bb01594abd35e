/// A page of the manual before it is rendered: what stands on it, in order.
///
/// Texts may hold `code` in backticks and nothing else of Markdown.
package struct ManualPage {
  /// One thing on a page.
  enum Block {
    /// A heading; level 1 is the page's own.
    case heading(String, level: Int)
    /// One paragraph.
    case text(String)
    /// Names with what there is to say about each, such as parameters.
    case entries([Entry])
    /// A few lines of the language.
    case code(String)
  }

  /// A line of a list: code, and its explanation.
  struct Entry {
    let name: String
    let text: String
  }

  /// What stands on the page.
  var blocks: [Block]

  /// All renderings.
  package var bundle: MIMEBundle {
    MIMEBundle([("text/plain", .text(plain)), ("text/markdown", .text(markdown)), ("text/html", .text(html))])
  }

  /// The page as Markdown.
  package var markdown: String { blocks.map { markdown($0) + "\n" }.joined(separator: "\n") }

  /// The page as HTML, without a document around it, in the colours of the notebook.
  package var html: String { "<div>\n" + blocks.map { html($0) + "\n" }.joined() + "</div>" }

  /// The page as plain text.
  package var plain: String { blocks.map { plain($0) + "\n" }.joined(separator: "\n") }

  /// The most characters that a line of text or Markdown has, outside of code.
  package static let width = 120

  // MARK: Implementation

  private func markdown(_ block: Block) -> String {
    switch block {
    case .heading(let text, let level): Self.heading(text, level: level)
    case .text(let text): Self.wrapped(text)
    case .entries(let entries):
      entries.map { Self.wrapped("- `\($0.name)`: \($0.text)", rest: 2) }.joined(separator: "\n")
    case .code(let code): "```python\n\(code)\n```"
    }
  }

  /// A heading in Markdown; a signature that is longer than a line is written as code below its name.
  private static func heading(_ text: String, level: Int) -> String {
    let marks = String(repeating: "#", count: level)
    guard marks.count + 1 + text.count > width, let bracket = text.firstIndex(of: "(") else {
      return "\(marks) \(text)"
    }
    return "\(marks) \(text[..<bracket])(…)`\n\n```python\n\(wrapped(unmarked(text), rest: 4))\n```"
  }

  private func html(_ block: Block) -> String {
    switch block {
    case .heading(let text, let level): "<h\(level + 1)>\(Self.inline(text))</h\(level + 1)>"
    case .text(let text): "<p>\(Self.inline(text))</p>"
    case .entries(let entries):
      "<dl>\n"
        + entries.map {
          "<dt><code>\(Markup.escaped($0.name))</code></dt><dd>\(Self.inline($0.text))</dd>\n"
        }.joined() + "</dl>"
    case .code(let code): "<pre><code>\(Markup.escaped(code))</code></pre>"
    }
  }

  /// A text in HTML: every second piece between backticks is code.
  private static func inline(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, piece in
      let escaped = Markup.escaped(String(piece))
      return index.isMultiple(of: 2) ? escaped : "<code>\(escaped)</code>"
    }.joined()
  }

  private func plain(_ block: Block) -> String {
    switch block {
    case .heading(let text, let level):
      level == 1 || text.contains("`") ? Self.unmarked(text) : text.uppercased()
    case .text(let text): Self.wrapped(Self.unmarked(text))
    case .entries(let entries): entries.map(Self.plain).joined(separator: "\n")
    case .code(let code):
      code.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n")
    }
  }

  /// An entry on one line where it fits, else its text on lines of their own.
  private static func plain(_ entry: Entry) -> String {
    let line = "  \(entry.name): \(unmarked(entry.text))"
    guard line.count > width else { return line }
    return "  \(entry.name):\n" + wrapped(unmarked(entry.text), first: 6, rest: 6)
  }

  private static func unmarked(_ text: String) -> String { text.filter { $0 != "`" } }

  /// A text in lines of at most ``width`` characters, the first and the others indented by so many spaces.
  private static func wrapped(_ text: String, first: Int = 0, rest: Int = 0) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      // A sign at the start of a line would begin a list in Markdown.
      let isSign = word.count == 1 && "+-*>#".contains(word)
      if let line = lines.last, isSign || line.count + 1 + word.count <= width {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(String(repeating: " ", count: lines.isEmpty ? first : rest) + word)
      }
    }
    return lines.joined(separator: "\n")
  }
}

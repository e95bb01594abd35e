/// A page of the manual before it is rendered: what stands on it, in order.
///
/// Texts may hold `code` in backticks and nothing else of Markdown.
struct ManualPage {
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
  var bundle: MIMEBundle {
    MIMEBundle([("text/plain", .text(plain)), ("text/markdown", .text(markdown)), ("text/html", .text(html))])
  }

  /// The page as Markdown.
  var markdown: String { blocks.map { markdown($0) + "\n" }.joined(separator: "\n") }

  /// The page as HTML, without a document around it, in the colours of the notebook.
  var html: String { "<div>\n" + blocks.map { html($0) + "\n" }.joined() + "</div>" }

  /// The page as text, in lines of at most ``width`` characters where its code allows it.
  var plain: String { blocks.map { plain($0) + "\n" }.joined(separator: "\n") }

  /// How many characters a line of plain text has at most.
  static let width = 120

  // MARK: Implementation

  private func markdown(_ block: Block) -> String {
    switch block {
    case .heading(let text, let level): "\(String(repeating: "#", count: level)) \(text)"
    case .text(let text): text
    case .entries(let entries): entries.map { "- `\($0.name)`: \($0.text)" }.joined(separator: "\n")
    case .code(let code): "```python\n\(code)\n```"
    }
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
    case .text(let text): Self.wrapped(text, indent: 0)
    case .entries(let entries): entries.map(Self.plain).joined(separator: "\n")
    case .code(let code):
      code.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n")
    }
  }

  /// An entry on one line where it fits, else its text on lines of their own.
  private static func plain(_ entry: Entry) -> String {
    let line = "  \(entry.name): \(unmarked(entry.text))"
    return line.count <= width ? line : "  \(entry.name):\n" + wrapped(entry.text, indent: 6)
  }

  private static func unmarked(_ text: String) -> String { text.filter { $0 != "`" } }

  private static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for word in unmarked(text).split(separator: " ") {
      if let line = lines.last, line.count + 1 + word.count <= width {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(margin + word)
      }
    }
    return lines.joined(separator: "\n")
  }
}

import DreamKit
import DreamCommands
import DreamLanguage

/// `dreamkit help [NAME] [--markdown]`
enum HelpCommand {
  /// Prints the page of a command or a type, or the list of all; in Markdown without a name the whole reference.
  static func run(_ arguments: inout Arguments) throws {
    var name: String?
    var isMarkdown = false
    while let word = arguments.next() {
      if word == "--markdown" {
        isMarkdown = true
      } else if name == nil, !word.hasPrefix("-") {
        name = word
      } else {
        throw UsageError("'help' does not know '\(word)'.")
      }
    }
    if isMarkdown, name == nil {
      print(Reference.markdown(), terminator: "")
      return
    }
    let page = try Reference.page(named: name)
    if case .text(let text) = page[isMarkdown ? "text/markdown" : "text/plain"] {
      print(text, terminator: "")
    }
  }
}

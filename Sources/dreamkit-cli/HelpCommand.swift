import DreamCommands
import DreamKit
import DreamLanguage

/// `dreamkit help [NAME] [--markdown]`
enum HelpCommand {
  /// Prints the page of a command or a type, or the list of all; in Markdown without a name the whole reference.
  static let verb = Verb(
    "help", "Tells about the commands of the language, or about one.", operand: Verb.Operand(name: "NAME"),
    options: [markdown]
  ) { arguments in
    let name = arguments.operand
    let isMarkdown = arguments.has(markdown)
    if isMarkdown, name == nil {
      print(Reference.markdown(), terminator: "")
      return 0
    }
    let page = try Reference.page(named: name)
    if case .text(let text) = page[isMarkdown ? "text/markdown" : "text/plain"] {
      print(text, terminator: "")
    }
    return 0
  }

  // MARK: Implementation

  private static let markdown = Option("--markdown", means: "in Markdown; without a name the whole reference")
}

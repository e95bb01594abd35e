import DreamKit

/// The manual, made from the command table.
public struct Reference {
  private let table: CommandTable

  /// The reference of the built-in commands in Markdown.
  public static func markdown() -> String { Reference(CommandTable()).document }

  // MARK: Implementation

  init(_ table: CommandTable) { self.table = table }

  /// One line for every command, by group.
  var overview: MIMEBundle {
    var plain = "DreamKit's commands. help('name') tells more.\n"
    var markdown = "# DreamKit's commands\n\n`help('name')` tells more.\n"
    for group in Command.Group.allCases {
      plain += "\n\(group.rawValue)\n"
      markdown += "\n## \(group.rawValue)\n\n"
      for command in table.commands where command.group == group {
        plain += "  \(command.signature)\n      \(command.summary)\n"
        markdown += "- `\(command.signature)`: \(command.summary)\n"
      }
    }
    return MIMEBundle([("text/plain", .text(plain)), ("text/markdown", .text(markdown))])
  }

  /// All about one command.
  func page(of command: Command) -> MIMEBundle {
    MIMEBundle([("text/plain", .text(plain(command))), ("text/markdown", .text(markdown(command, level: 2)))])
  }

  private var document: String {
    var text = "# The commands of DreamKit\n"
    for group in Command.Group.allCases {
      text += "\n## \(group.rawValue)\n"
      for command in table.commands where command.group == group {
        text += "\n" + markdown(command, level: 3)
      }
    }
    return text
  }

  private func line(_ parameter: Parameter) -> String {
    var text = "\(parameter.documentation) (\(parameter.type.phrase)"
    if let unit = parameter.unit { text += ", in \(unit)" }
    if let value = parameter.defaultValue { text += ", by default \(value.representation)" }
    return text + ")"
  }

  private func plain(_ command: Command) -> String {
    var text = "\(command.signature)\n\n\(command.summary)\n"
    if !command.discussion.isEmpty { text += "\n\(command.discussion)\n" }
    if !command.visibleParameters.isEmpty {
      text += "\nParameters\n" + command.visibleParameters.map { "  \($0.name): \(line($0))\n" }.joined()
    }
    text += "\nGives: \(command.result)\n"
    for example in command.examples {
      let code = example.code.split(separator: "\n", omittingEmptySubsequences: false)
      text += "\nExample\n" + code.map { "  \($0)\n" }.joined()
    }
    return text
  }

  private func markdown(_ command: Command, level: Int) -> String {
    var text = "\(String(repeating: "#", count: level)) `\(command.signature)`\n\n\(command.summary)\n"
    if !command.discussion.isEmpty { text += "\n\(command.discussion)\n" }
    if !command.visibleParameters.isEmpty {
      text += "\n" + command.visibleParameters.map { "- `\($0.name)`: \(line($0))\n" }.joined()
    }
    text += "\nGives: \(command.result).\n"
    for example in command.examples { text += "\n```python\n\(example.code)\n```\n" }
    return text
  }
}

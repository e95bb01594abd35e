import DreamKit
import Ground

/// The manual, made from the command table: what `help()`, inspection, `dreamkit help` and docs/reference.md show.
public struct Reference {
  private let table: CommandTable

  /// The whole reference in Markdown.
  public static func markdown() -> String { Reference(CommandTable()).document.markdown }

  /// A page of the manual, as text, Markdown and HTML.
  ///
  /// - Parameter name: a command, a name it has in the paper's libraries, or a type of values; nil lists all.
  /// - Throws: ``DreamError`` where there is nothing of that name.
  public static func page(named name: String?) throws(DreamError) -> MIMEBundle {
    let reference = Reference(CommandTable())
    guard let name else { return reference.overview.bundle }
    guard let page = reference.page(named: name) else { throw reference.unknown(name) }
    return page.bundle
  }

  init(_ table: CommandTable) { self.table = table }

  /// One line for every command, by group, and for every type its attributes.
  var overview: ManualPage {
    var page = ManualPage(blocks: [
      .heading("DreamKit's commands", level: 1),
      .text("`help('resize')` tells all about one of them, `help('Image')` about a type of values."),
    ])
    for group in Command.Group.allCases {
      page.blocks.append(.heading(group.rawValue, level: 2))
      page.blocks.append(
        .entries(commands(of: group).map { ManualPage.Entry(name: $0.signature, text: $0.summary) }))
    }
    page.blocks.append(.heading(Self.typesTitle, level: 2))
    page.blocks.append(
      .entries(
        documentedTypes.map { type in
          ManualPage.Entry(
            name: type.name, text: type.members.map { "`.\($0.name)`" }.joined(separator: ", "))
        }))
    return page
  }

  /// All about a command, under any of its names, about a type, or about both where they share a name; nil where
  /// there is neither.
  func page(named name: String) -> ManualPage? {
    let command = table.command(named: name) ?? table.command(alias: name)
    let both = (command.map { blocks(of: $0, level: 1) } ?? []) + typeBlocks(name)
    return both.isEmpty ? nil : ManualPage(blocks: both)
  }

  /// All about one command.
  func page(of command: Command) -> ManualPage { ManualPage(blocks: blocks(of: command, level: 1)) }

  /// What a value is, what calling it does, and its attributes and methods.
  func page(of value: Value) -> ManualPage {
    if case .object(let function as FunctionObject) = value { return page(of: function) }
    let call = value.callable?.command
    if let call, [TypeDescriptor.command, .method].contains(where: { value.type === $0 }) {
      return page(of: call)
    }
    var page = ManualPage(blocks: [.text("`\(value.typeName)`: \(value.representation.prefix(400))")])
    if let call { page.blocks += blocks(of: call, level: 2) }
    let members = table.members(of: value)
    if !members.isEmpty { page.blocks += blocks(of: value.typeName, members, level: 2) }
    return page
  }

  /// What to say where there is no page of that name.
  func unknown(_ name: String) -> DreamError {
    let near = Spelling.nearest(to: name, in: table.names + documentedTypes.map(\.name))
    return DreamError(
      .notFound, "There is no command named '\(name)'.",
      remedy: near.map { "Did you mean '\($0)'?" } ?? "help() lists them all.")
  }

  // MARK: Implementation

  private func page(of function: FunctionObject) -> ManualPage {
    let documentation = function.definition.documentation.map { [ManualPage.Block.text($0)] } ?? []
    return ManualPage(blocks: [.heading("`\(function.signature)`", level: 1)] + documentation)
  }

  private static let typesTitle = "Types of values"

  /// The types that have attributes.
  private var documentedTypes: [TypeDescriptor] { table.types.filter { !$0.members.isEmpty } }

  private func commands(of group: Command.Group) -> [Command] { table.commands.filter { $0.group == group } }

  private var document: ManualPage {
    var page = ManualPage(blocks: [
      .heading("The commands of DreamKit", level: 1),
      .text(
        "Made from the command table by `make reference`. In a notebook `help()` lists the commands, `help('resize')` "
          + "tells about one, and so does `dreamkit help resize` in a terminal."),
    ])
    for group in Command.Group.allCases {
      page.blocks.append(.heading(group.rawValue, level: 2))
      page.blocks += commands(of: group).flatMap { blocks(of: $0, level: 3) }
    }
    page.blocks.append(.heading(Self.typesTitle, level: 2))
    page.blocks += documentedTypes.flatMap { blocks(of: $0.name, $0.members, level: 3) }
    return page
  }

  private func blocks(of command: Command, level: Int) -> [ManualPage.Block] {
    var blocks: [ManualPage.Block] = [
      .heading("`\(command.signature)`", level: level), .text(command.summary),
    ]
    if !command.discussion.isEmpty { blocks.append(.text(command.discussion)) }
    if !command.visibleParameters.isEmpty { blocks.append(.entries(command.visibleParameters.map(entry))) }
    blocks.append(.text("Gives: \(command.result)."))
    if !command.aliases.isEmpty {
      blocks.append(
        .text("In the paper's libraries: " + command.aliases.map { "`\($0)`" }.joined(separator: ", ") + "."))
    }
    return blocks + command.examples.map { .code($0.code) }
  }

  /// The attributes and methods of a type; none where there is no type of that name.
  private func typeBlocks(_ type: String) -> [ManualPage.Block] {
    table.type(named: type).map { blocks(of: type, $0.members, level: 1) } ?? []
  }

  private func blocks(of type: String, _ members: [Member], level: Int) -> [ManualPage.Block] {
    let entries = members.map { member in
      switch member.kind {
      case .property: ManualPage.Entry(name: ".\(member.name)", text: member.summary)
      case .method(let command): ManualPage.Entry(name: ".\(command.signature)", text: text(of: command))
      }
    }
    return [.heading("`\(type)`: attributes and methods", level: level), .entries(entries)]
  }

  /// A method's summary, and what it takes.
  private func text(of method: Command) -> String {
    ([method.summary] + method.visibleParameters.map { "`\($0.name)`: \(text(of: $0))" })
      .joined(separator: " ")
  }

  private func entry(_ parameter: ParameterDeclaration) -> ManualPage.Entry {
    ManualPage.Entry(name: parameter.name, text: text(of: parameter))
  }

  private func text(of parameter: ParameterDeclaration) -> String {
    var details = parameter.phrase
    if let unit = parameter.unit { details += ", in \(unit)" }
    if let value = parameter.defaultValue { details += ", by default \(value.representation)" }
    return "\(parameter.documentation) (\(details))"
  }
}

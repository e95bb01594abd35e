import Ground

/// The manual, made from the command table: what `help()`, inspection and the command line show.
public struct Reference {
  private let table: CommandTable

  package init(_ table: CommandTable) { self.table = table }

  /// One line for every command, by group, and for every type its attributes.
  package var overview: ManualPage {
    var page = ManualPage(blocks: [
      .heading("\(names.product)'s commands", level: 1),
      .text(
        "`help('\(names.command)')` tells all about one of them, `help('\(names.type)')` about a type of values."
      ),
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
  package func page(named name: String) -> ManualPage? {
    let command = table.command(named: name) ?? table.command(alias: name)
    let both = (command.map { blocks(of: $0, level: 1) } ?? []) + typeBlocks(name)
    return both.isEmpty ? nil : ManualPage(blocks: both)
  }

  /// All about one command.
  package func page(of command: Command) -> ManualPage { ManualPage(blocks: blocks(of: command, level: 1)) }

  /// What a value is, what calling it does, and its attributes and methods.
  package func page(of value: Value) -> ManualPage {
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
  package func unknown(_ name: String) -> Diagnostic {
    let near = Spelling.nearest(to: name, in: table.names + documentedTypes.map(\.name))
    return Diagnostic(
      .name, "There is no command named '\(name)'.",
      hint: near.map { "Did you mean '\($0)'?" } ?? "help() lists them all.")
  }

  // MARK: Implementation

  private func page(of function: FunctionObject) -> ManualPage {
    let documentation = function.definition.documentation.map { [ManualPage.Block.text($0)] } ?? []
    return ManualPage(blocks: [.heading("`\(function.signature)`", level: 1)] + documentation)
  }

  private var names: Vocabulary.Manual { table.manual }

  private static let typesTitle = "Types of values"

  /// The types that have attributes.
  private var documentedTypes: [TypeDescriptor] { table.types.filter { !$0.members.isEmpty } }

  private func commands(of group: Command.Group) -> [Command] { table.commands.filter { $0.group == group } }

  /// The complete reference.
  package var document: ManualPage {
    var page = ManualPage(blocks: [
      .heading("The commands of \(names.product)", level: 1),
      .text(
        "Made from the command table by `make reference`. In a notebook `help()` lists the commands, "
          + "`help('\(names.command)')` tells about one, and so does "
          + "`\(names.product.lowercased()) help \(names.command)` in a terminal."),
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

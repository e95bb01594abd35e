import DreamKit

/// The commands that put something under the cell.
enum DisplayCommands {
  static var all: [Command] { [show, print, display, html, clear, help] }

  // MARK: Implementation

  private static var show: Command {
    Command(
      "show", .display, "Shows a picture under the cell.",
      parameters: [Parameter("img", .picture, "An Image, or levels in [0, 255].")],
      replaces: ["mpl.pyplot.imshow": "show(…)"],
      examples: [.runs("show(sample_image(80, 60))")]
    ) { arguments, execution in
      var image = arguments["img"]
      if case .tensor(let tensor) = image {
        image = try arguments.placing("img") { .image(try Image(levels: tensor)) }
      }
      execution.sink.display(try image.bundle(), id: nil)
      return .none
    }
  }

  private static var print: Command {
    Command(
      "print", .display, "Prints values as text.",
      parameters: [
        Parameter("values", .any, "What to print.", isVariadic: true),
        Parameter("sep", .text, "What stands between them.", default: .string(" ")),
        Parameter("end", .text, "What stands behind them.", default: .string("\n")),
        Parameter("flush", .flag, "Without effect: output goes out at once.", default: .bool(false)),
      ], aliases: ["tf.print"], examples: [.runs("print('Step', 3, sep=': ')")]
    ) { arguments, execution in
      let text = arguments.rest.map(\.text).joined(separator: arguments.string("sep") ?? " ")
      execution.sink.write(text + (arguments.string("end") ?? "\n"), to: .standardOutput)
      return .none
    }
  }

  private static var display: Command {
    Command(
      "display", .display, "Shows values under the cell: pictures, tables, HTML, text.",
      parameters: [Parameter("values", .any, "What to show.", isVariadic: true)],
      aliases: ["IPython.display.display"], module: "IPython.display",
      examples: [.runs("display(HTML('<b>A dream</b>'))")]
    ) { arguments, execution in
      for value in arguments.rest { execution.sink.display(try value.bundle(), id: nil) }
      return .none
    }
  }

  private static var html: Command {
    Command(
      "HTML", .display, "Text in HTML, to be displayed.",
      parameters: [Parameter("data", .text, "The HTML text.")],
      result: "HTML", aliases: ["IPython.display.HTML"], examples: [.runs("HTML('<i>cc-by</i>')")]
    ) { arguments, _ in
      .object(RichText(typeName: "HTML", plain: "<HTML>", html: arguments.string("data") ?? ""))
    }
  }

  private static var clear: Command {
    Command(
      "clear_output", .display, "Removes what the cell has shown.",
      parameters: [
        Parameter("wait", .flag, "Whether to wait until the next output comes.", default: .bool(false))
      ], aliases: ["IPython.display.clear_output"], examples: [.runs("clear_output(wait=True)")]
    ) { arguments, execution in
      execution.sink.clear(wait: arguments.flag("wait"))
      return .none
    }
  }

  private static var help: Command {
    Command(
      "help", .display, "Tells about a command, or lists them all.",
      parameters: [
        Parameter("name", .any, "A command or its name; without it all are listed.", default: Value.none)
      ],
      examples: [.runs("help('resize')")]
    ) { arguments, execution in
      var command: Command?
      if case .object(let object) = arguments["name"] { command = object.command }
      if let name = arguments.string("name") {
        command = execution.table.command(named: name) ?? execution.table.command(alias: name)
        if command == nil {
          let near = Spelling.nearest(to: name, in: execution.table.names).map { "Did you mean '\($0)'?" }
          throw arguments.error(
            .name, "There is no command named '\(name)'.", hint: near ?? "help() lists them all.", of: "name")
        }
      }
      let reference = Reference(execution.table)
      if command == nil, !arguments.isNone("name") {
        execution.pages.append(MIMEBundle([("text/plain", .text(arguments["name"].representation))]))
      } else {
        execution.pages.append(command.map { reference.page(of: $0) } ?? reference.overview)
      }
      return .none
    }
  }
}

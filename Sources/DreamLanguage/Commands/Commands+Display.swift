import DreamKit

/// The commands that put something under the cell.
enum DisplayCommands {
  static var all: [Command] { [show, print, display, html, clear, help] }

  // MARK: Implementation

  private static var show: Command {
    Command(
      "show", .display, "Shows a picture or a figure under the cell.",
      parameters: [Parameter("img", .shown, "An Image, levels in [0, 255], or a figure.")],
      replaces: ["mpl.pyplot.imshow": "show(…)"],
      examples: [.runs("show(sample_image(80, 60))")]
    ) { arguments, execution in
      let image = arguments["img"]
      if case .object(let figure as FigureObject) = image {
        execution.sink.display(figure.bundle(), id: nil)
      } else {
        execution.sink.display(
          try .picture(try arguments.placing("img") { try image.shownPicture() }), id: nil)
      }
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
        Parameter("file", .any, "sys.stdout or sys.stderr; None is sys.stdout.", default: Value.none),
      ], aliases: ["tf.print"],
      examples: [
        .runs("print('Step', 3, sep=': ')"), .runs("import sys\nprint('No sky here', file=sys.stderr)"),
      ]
    ) { arguments, execution in
      let text = arguments.rest.map(\.text).joined(separator: arguments.string("sep") ?? " ")
      let stream = arguments.object("file", as: StreamObject.self)?.stream
      if stream == nil, case let file = arguments["file"], file.typeName != Value.none.typeName {
        throw arguments.error(
          "print() writes to a stream, not to \(file.typePhrase).",
          hint: "Write file=sys.stderr, after 'import sys'.", of: "file")
      }
      execution.sink.write(text + (arguments.string("end") ?? "\n"), to: stream ?? .standardOutput)
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
      .object(RichText(.html, plain: "<HTML>", html: arguments.string("data") ?? ""))
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
      "help", .display, "Tells about a command or a value, or lists all commands.",
      parameters: [
        Parameter(
          "name", .any,
          "A command, a value, or the name of a command or a type; without it all commands are listed.",
          default: Value.none)
      ],
      examples: [.runs("help('resize')"), .runs("help(sample_image(80, 60))")]
    ) { arguments, execution in
      let reference = Reference(execution.table)
      var page: ManualPage?
      if let name = arguments.string("name") {
        page = reference.page(named: name)
        if page == nil { throw try arguments.placing("name") { throw reference.unknown(name) } }
      } else if !arguments.isNone("name") {
        page = reference.page(of: arguments["name"])
      }
      execution.pages.append((page ?? reference.overview).bundle)
      return .none
    }
  }
}

/// The commands that put something under the cell.
package enum DisplayCommands {
  package static var all: [Command] { [print, display, html, clear, help] }

  // MARK: Implementation

  private static var print: Command {
    Command(
      "print", .display, "Prints values as text.", aliases: ["tf.print"],
      examples: [
        .runs("print('Step', 3, sep=': ')"), .runs("import sys\nprint('No sky here', file=sys.stderr)"),
      ]
    ) { takes in
      let values = takes.rest("values", .any, "What to print.")
      let separator = takes("sep", .text, "What stands between them.", default: " ")
      let end = takes("end", .text, "What stands behind them.", default: "\n")
      _ = takes("flush", .flag, "Without effect: output goes out at once.", default: false)
      let file = takes.optional("file", .any, "sys.stdout or sys.stderr; None is sys.stdout.")
      return { call in
        var stream = StreamObject(.standardOutput)
        if let value = call[file] {
          guard case .object(let object as StreamObject) = value else {
            throw call.error(
              "print() writes to a stream, not to \(value.typePhrase).",
              hint: "Write file=sys.stderr, after 'import sys'.", of: file)
          }
          stream = object
        }
        call.sink.write(
          call[values].map(\.text).joined(separator: call[separator]) + call[end], to: stream.stream)
        return .none
      }
    }
  }

  private static var display: Command {
    Command(
      "display", .display, "Shows values under the cell: pictures, tables, HTML, text.",
      aliases: ["IPython.display.display"], module: "IPython.display",
      examples: [.runs("display(HTML('<b>A dream</b>'))")]
    ) { takes in
      let values = takes.rest("values", .any, "What to show.")
      return { call in
        for value in call[values] { call.sink.display(try value.bundle(), id: nil) }
        return .none
      }
    }
  }

  private static var html: Command {
    Command(
      "HTML", .display, "Text in HTML, to be displayed.", result: "HTML", aliases: ["IPython.display.HTML"],
      type: .html, examples: [.runs("HTML('<i>cc-by</i>')")]
    ) { takes in
      let data = takes("data", .text, "The HTML text.")
      return { call in .object(RichText(.html, plain: "<HTML>", html: call[data])) }
    }
  }

  private static var clear: Command {
    Command(
      "clear_output", .display, "Removes what the cell has shown.", aliases: ["IPython.display.clear_output"],
      examples: [.runs("clear_output(wait=True)")]
    ) { takes in
      let wait = takes("wait", .flag, "Whether to wait until the next output comes.", default: false)
      return { call in
        call.sink.clear(wait: call[wait])
        return .none
      }
    }
  }

  private static var help: Command {
    Command(
      "help", .display, "Tells about a command or a value, or lists all commands.",
      examples: [.runs("help('print')"), .runs("help([1, 2, 3])")]
    ) { takes in
      let subject = takes.optional(
        "name", .any,
        "A command, a value, or the name of a command or a type; without it all commands are listed.")
      return { call in
        let reference = Reference(call.execution.table)
        var page = reference.overview
        if case .string(let name)? = call[subject] {
          guard let found = reference.page(named: name) else {
            throw try call.placing(subject) { throw reference.unknown(name) }
          }
          page = found
        } else if let value = call[subject] {
          page = reference.page(of: value)
        }
        call.execution.pages.append(page.bundle)
        return .none
      }
    }
  }
}

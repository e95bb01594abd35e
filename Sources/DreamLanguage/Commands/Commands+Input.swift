import DreamKit

/// The commands that ask the person at the notebook.
enum InputCommands {
  static var all: [Command] { [input, getpass] }

  // MARK: Implementation

  private static var input: Command {
    Command(
      "input", .basics, "Asks for a line of text and waits for it.",
      discussion:
        "An interruption ends the waiting. What is typed is always text: `int(input())` makes a number of it.",
      parameters: [prompt("")], result: "str", examples: [.runs("name = input('Your name: ')")]
    ) { arguments, execution in
      try ask(arguments, execution, isSecret: false)
    }
  }

  private static var getpass: Command {
    Command(
      "getpass", .basics, "Asks for a line of text that is not shown while it is typed.",
      parameters: [prompt("Password: ")], result: "str", examples: [.runs("key = getpass('Key: ')")]
    ) { arguments, execution in
      try ask(arguments, execution, isSecret: true)
    }
  }

  private static func prompt(_ usual: String) -> Parameter {
    Parameter("prompt", .any, "What stands before the place to write in.", default: .string(usual))
  }

  private static func ask(_ arguments: Arguments, _ execution: Execution, isSecret: Bool) throws -> Value {
    let (sink, cancellation, prompt) = (execution.sink, execution.cancellation, arguments["prompt"].text)
    do throws(InputFailure) {
      return .string(
        try execution.floor.aside { () throws(InputFailure) in
          try sink.ask(prompt, isSecret: isSecret, cancellation: cancellation)
        })
    } catch {
      switch error {
      case .interrupted: throw Execution.interruption
      case .nobodyThere:
        throw Diagnostic(
          .input, "\(arguments.command.name)() has nobody to ask: this notebook runs without a person.",
          hint: "Set the value in the cell, or run it where something can be typed.")
      case .ended:
        throw Diagnostic(
          .input, "\(arguments.command.name)() found the end of what was typed.", hint: "Give one more line.")
      }
    }
  }
}

/// The commands that ask the person at the notebook.
package enum InputCommands {
  package static var all: [Command] {
    [
      asking(
        "input", "Asks for a line of text and waits for it.",
        discussion:
          "An interruption ends the waiting. What is typed is always text: `int(input())` makes a number of it.",
        example: "name = input('Your name: ')", prompt: "", isSecret: false),
      asking(
        "getpass", "Asks for a line of text that is not shown while it is typed.",
        example: "key = getpass('Key: ')", prompt: "Password: ", isSecret: true),
    ]
  }

  // MARK: Implementation

  private static func asking(
    _ name: String, _ summary: String, discussion: String = "", example: String, prompt usual: String,
    isSecret: Bool
  ) -> Command {
    Command(name, .basics, summary, discussion: discussion, result: "str", examples: [.runs(example)]) {
      takes in
      let prompt = takes(
        "prompt", .any, "What stands before the place to write in.", default: .string(usual))
      return { call in
        let (sink, cancellation, prompt) = (call.sink, call.cancellation, call[prompt].text)
        do throws(InputFailure) {
          return .string(
            try call.execution.turns.withoutTurn { () throws(InputFailure) in
              try sink.ask(prompt, isSecret: isSecret, cancellation: cancellation)
            })
        } catch {
          switch error {
          case .interrupted: throw Execution.interruption
          case .nobodyThere:
            throw Diagnostic(
              .input, "\(name)() has nobody to ask: this notebook runs without a person.",
              hint: "Set the value in the cell, or run it where something can be typed.")
          case .ended:
            throw Diagnostic(
              .input, "\(name)() found the end of what was typed.", hint: "Give one more line.")
          }
        }
      }
    }
  }
}

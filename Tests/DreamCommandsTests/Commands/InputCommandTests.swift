import DreamKit
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// Asking the person at the notebook.
struct InputCommandTests {
  private func run(_ code: String, _ sink: RecordingSink, _ cancellation: Cancellation = Cancellation())
    -> Outcome
  {
    Session().execute(code, sink: sink, cancellation: cancellation)
  }

  @Test func whatIsTypedIsTheValue() {
    let sink = RecordingSink(answers: ["12", "ž😀"])
    let outcome = run("int(input('Steps: ')) + 1, getpass()", sink)
    #expect(outcome.result?["text/plain"] == .text("(13, 'ž😀')"))
    #expect(sink.questions.map(\.prompt) == ["Steps: ", "Password: "])
    #expect(sink.questions.map(\.isSecret) == [false, true])
  }

  @Test func withoutAPersonTheErrorSaysWhatToDo() {
    let failure = run("input()", RecordingSink()).failure
    #expect(failure?.name == "InputError")
    #expect(
      failure?.message
        == "input() has nobody to ask: this notebook runs without a person. Set the value in the cell, or run it where something can be typed."
    )
  }

  @Test func waitingCanBeInterrupted() {
    let cancellation = Cancellation()
    let sink = RecordingSink(answers: ["late"])
    cancellation.cancel()
    #expect(run("input()", sink, cancellation).failure?.name == "Interrupted")
  }
}

import Ground
import Testing

@testable import DreamCommands
@testable import DreamKit
@testable import DreamLanguage
@testable import TestSupport

/// Values that a command line gives to a notebook.
struct NotebookParameterTests {
  @Test(arguments: [
    ("100", "100"), ("-0.5", "-0.5"), ("None", "None"), ("[1, 'a']", "[1, 'a']"), ("(1, 2)", "(1, 2)"),
    ("{'a': [True]}", "{'a': [True]}"), ("'quoted'", "'quoted'"),
  ]) func aLiteralIsItself(_ text: String, _ value: String) throws {
    #expect(try NotebookParameter(name: "a", text: text).assignment == "a = \(value)")
  }

  @Test(arguments: [
    "imagenet", "37,-91", "mixed3, mixed5", "", "/a path/to.jpg", "exit()", "it's", "1 + 1", "--", "a\nb",
    "[name]", "f'{1}'", "1 # one", "sample_image", "-'a'", "1,", "(1, 2),", "1]+[2",
  ]) func anyOtherTextIsAString(_ text: String) throws {
    let code = try NotebookParameter(name: "a", text: text).assignment + "\na"
    let outcome = Session().execute(code, sink: RecordingSink(), cancellation: Cancellation())
    #expect(outcome.result?["text/plain"] == .text(Value.quoted(text)))
  }

  @Test(arguments: ["", "if", "1a", "a b", "a.b", "a = 1; b", "None", "(a)", " a"])
  func whatIsNoNameIsRefused(_ name: String) {
    #expect(throws: Failure.self) { try NotebookParameter(name: name, text: "1") }
  }
}

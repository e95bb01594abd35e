import Ground
import Interpreting
import Testing

@testable import Kernel

/// What the kernel asks of any interpreter, seen with one that repeats what it hears.
@Suite struct InterpreterTests {
  private final class Parrot: Interpreter {
    var stackBudget: Int {
      get { 0 }
      set {}
    }

    func execute(_ code: String, sink: any DisplaySink, cancellation: Cancellation) -> Outcome {
      sink.write(code, to: .standardOutput)
      guard code != "fail" else {
        return Outcome(failure: Failure(name: "ParrotError", message: "No.", traceback: ["No."]))
      }
      return Outcome(result: Self.bundle(code), pages: [Self.bundle("page")])
    }
    func evaluate(_ expression: String, cancellation: Cancellation) -> Result<MIMEBundle, Failure> {
      expression == "fail"
        ? .failure(Failure(name: "ParrotError", message: "No.", traceback: []))
        : .success(Self.bundle(expression))
    }
    func complete(_ code: String, cursor: Int) -> Completion {
      Completion(matches: [Completion.Match(text: code + "!", type: "instance")], start: 0, end: cursor)
    }
    func inspect(_ code: String, cursor: Int, detail: Int) -> MIMEBundle? {
      detail > 0 ? Self.bundle(code) : nil
    }
    func completeness(of code: String) -> Completeness {
      code.hasSuffix(":") ? .incomplete(indent: "  ") : .complete
    }
    func whenAsked(_ tell: @escaping @Sendable () -> Void) {}
    func respond(cancellation: Cancellation) {}

    private static func bundle(_ text: String) -> MIMEBundle { MIMEBundle([("text/plain", .text(text))]) }
  }

  private let desk: CommDesk
  private let handler = ExecuteHandler(
    interpreter: Parrot(), executions: Executions(), history: History(path: nil)
  ) { $0.sink }
  private let code = CodeHandlers(interpreter: Parrot())

  init() throws { desk = try CommDesk() }

  private func execute(_ content: JSON) throws -> Reply {
    try handler.reply(to: desk.request("execute_request", content))
  }

  @Test func aCellIsRunAndItsResultPublished() throws {
    let reply = try execute(["code": "hello", "user_expressions": ["a": "x", "b": "fail"]])
    let content = try #require(reply.content)
    #expect(content["status"] == "ok" && content["execution_count"] == 1)
    #expect(content["payload"]?.array?.first?["data"] == ["text/plain": "page"])
    #expect(content["user_expressions"]?["a"]?["data"] == ["text/plain": "x"])
    #expect(content["user_expressions"]?["b"]?["ename"] == "ParrotError")
    let published = desk.published
    #expect(published.map(\.type) == ["execute_input", "stream", "execute_result"])
    #expect(published.last?.content["data"] == ["text/plain": "hello"])
  }

  @Test func aFailureIsPublishedAndStopsTheQueue() throws {
    let reply = try execute(["code": "fail"])
    #expect(reply.content?["ename"] == "ParrotError" && reply.content?["status"] == "error")
    #expect(reply.abortsQueue)
    #expect(desk.published.map(\.type) == ["execute_input", "stream", "error"])
    #expect(try !execute(["code": "fail", "stop_on_error": false]).abortsQueue)
  }

  @Test func aSilentCellIsNotCounted() throws {
    #expect(try execute(["code": "quiet", "silent": true]).content?["execution_count"] == 0)
    #expect(desk.published.allSatisfy { $0.type == "stream" })
    #expect(try execute(["code": "loud"]).content?["execution_count"] == 1)
  }

  @Test func questionsAboutCodeAreAnswered() throws {
    let completion = try code.complete(desk.request("complete_request", ["code": "ab", "cursor_pos": 99]))
      .content
    #expect(completion?["matches"] == ["ab!"] && completion?["cursor_end"] == 2)
    #expect(try code.inspect(desk.request("inspect_request", ["code": "ab"])).content?["found"] == false)
    let detail = try code.inspect(desk.request("inspect_request", ["code": "ab", "detail_level": 1])).content
    #expect(detail?["data"] == ["text/plain": "ab"])
    let open = try code.isComplete(desk.request("is_complete_request", ["code": "if x:"])).content
    #expect(open == ["status": "incomplete", "indent": "  "])
    #expect(throws: InvalidRequest.self) { try code.complete(desk.request("complete_request", [:])) }
  }
}

import Testing

@testable import Kernel

@Suite struct RequestTests {
  let request: Request

  init() throws {
    let content: JSON = [
      "code": "1", "silent": true, "cursor_pos": 3, "expressions": ["a": "b"], "none": .null,
    ]
    request = Request(
      message: Message(header: Header(type: "wonder_request", session: "s"), content: content),
      sink: RequestSink(queue: OutputQueue(alarm: try #require(Alarm())), parent: []))
  }

  @Test func membersAreRead() throws {
    #expect(try request.text("code") == "1")
    #expect(try request.flag("silent", otherwise: false))
    #expect(try request.number("cursor_pos") == 3)
    #expect(try request.object("expressions") == ["a": "b"])
  }

  @Test func whatIsMissingOrNullHasItsDefault() throws {
    for name in ["nothing", "none"] {
      #expect(try request.flag(name, otherwise: true))
      #expect(try request.number(name) == nil)
      #expect(try request.optionalText(name) == nil)
      #expect(try request.object(name).isEmpty)
    }
  }

  @Test func whatIsMistypedIsNamed() {
    let error = #expect(throws: InvalidRequest.self) { try request.text("nothing") }
    #expect(error?.description == "The content of wonder_request needs 'nothing', a string.")
    #expect(throws: InvalidRequest.self) { try request.number("code") }
    #expect(throws: InvalidRequest.self) { try request.flag("cursor_pos", otherwise: true) }
    #expect(throws: InvalidRequest.self) { try request.object("silent") }
  }
}

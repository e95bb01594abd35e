import DreamKit
import Ground
import Interpreting
import Synchronization
import Testing

@testable import Kernel

/// Questions on the stdin channel, and which answers count.
@Suite struct DialogueTests {
  private final class Box: Sendable { let answer = Mutex<Result<String, InputFailure>?>(nil) }

  private let dialogue: Dialogue
  private let cancellation = Cancellation()
  private let request = Message(
    header: Header(type: "execute_request", session: "client"), identities: [[1, 2]],
    content: ["allow_stdin": true])

  init() throws { dialogue = Dialogue(alarm: try #require(Alarm()), session: "kernel") }

  /// Asks on a thread of its own, and waits until the question is to be sent.
  private func ask(_ prompt: String = "Name: ") throws -> (question: Message, box: Box, thread: KernelThread)
  {
    let box = Box()
    let thread = try KernelThread("asking") { [dialogue, request, cancellation] in
      let answer = Result { () throws(InputFailure) in
        try dialogue.ask(prompt, isSecret: true, of: request, cancellation: cancellation)
      }
      box.answer.withLock { $0 = answer }
    }
    let deadline = Clock.milliseconds + 5000
    while Clock.milliseconds < deadline {
      if let question = dialogue.takeQuestion() { return (question.message, box, thread) }
    }
    throw InputFailure.nobodyThere
  }

  private func reply(
    _ value: JSON, from identities: [[UInt8]] = [[1, 2]], to parent: JSON = [:], type: String = "input_reply"
  ) -> Message {
    Message(
      header: Header(type: type, session: "client"), parentHeader: parent.encoded(), identities: identities,
      content: ["value": value])
  }

  @Test func theClientThatRunsTheCellIsAsked() throws {
    let (question, box, thread) = try ask()
    #expect(question.header.type == "input_request")
    #expect(question.identities == [[1, 2]])
    #expect(question.parentHeader == request.headerBytes)
    #expect(question.content == ["prompt": "Name: ", "password": true])
    #expect(dialogue.takeQuestion() == nil)
    dialogue.take(reply("Ada", to: ["msg_id": .string(question.header.messageID)]))
    #expect(thread.wait(until: Clock.milliseconds + 5000))
    #expect(try box.answer.withLock { $0 }?.get() == "Ada")
  }

  @Test func onlyItsAnswerCounts() throws {
    dialogue.take(reply("too early"))
    let (_, box, thread) = try ask()
    dialogue.take(reply("of another client", from: [[9]]))
    dialogue.take(reply("to another question", to: ["msg_id": "old"]))
    dialogue.take(reply(5))
    dialogue.take(reply("no reply", type: "execute_request"))
    dialogue.take(reply("right"))
    #expect(thread.wait(until: Clock.milliseconds + 5000))
    #expect(try box.answer.withLock { $0 }?.get() == "right")
    dialogue.take(reply("too late"))
  }

  @Test func waitingIsInterrupted() throws {
    let (_, box, thread) = try ask()
    cancellation.cancel()
    #expect(thread.wait(until: Clock.milliseconds + 5000))
    #expect(box.answer.withLock { $0 } == .failure(.interrupted))
  }

  @Test func aClientThatTakesNoQuestionsIsNotAsked() {
    let silent = Message(header: Header(type: "execute_request", session: "client"), content: [:])
    #expect(throws: InputFailure.nobodyThere) {
      try dialogue.ask("", isSecret: false, of: silent, cancellation: cancellation)
    }
    #expect(dialogue.takeQuestion() == nil)
  }
}

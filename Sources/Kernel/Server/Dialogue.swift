import Ground
import Interpreting

/// Questions to the person at a frontend, and the answers, between the threads that run cells and the thread of the
/// stdin channel.
///
/// One question is open at a time. What comes when none is open, as an answer that was typed when the cell had been
/// interrupted already, is ignored.
final class Dialogue: Sendable {
  /// A question that is to be sent.
  struct Question: Sendable {
    /// The id of its message.
    let id: String
    let message: Message
  }

  /// Rings when a question is to be sent.
  let alarm: Alarm
  private let session: String
  private let state = Monitor(State())

  /// Makes a dialogue whose questions bear the kernel's session.
  init(alarm: Alarm, session: String) {
    self.alarm = alarm
    self.session = session
  }

  /// Asks and waits for the answer; for the thread that runs the cell.
  ///
  /// - Throws: ``InputFailure`` where the cell's request takes no questions, or where waiting is interrupted.
  func ask(
    _ prompt: String, isSecret: Bool, of request: Message, cancellation: Cancellation
  ) throws(InputFailure) -> String {
    guard request.content["allow_stdin"]?.bool ?? false else { throw .nobodyThere }
    let message = Message(
      header: Header(type: "input_request", session: session), parentHeader: request.headerBytes,
      identities: request.identities, content: ["prompt": .string(prompt), "password": .bool(isSecret)])
    let question = Question(id: message.header.messageID, message: message)
    try wait(cancellation) { state -> Void? in
      guard state.question == nil else { return nil }
      state.question = question
      return ()
    }
    defer { state.withLock { $0 = State() } }
    alarm.ring()
    return try wait(cancellation) { $0.answer }
  }

  /// Takes the question that is to be sent, once.
  func takeQuestion() -> Question? {
    alarm.silence()
    return state.withLock { state in
      guard let question = state.question, !state.isSent else { return nil }
      state.isSent = true
      return question
    }
  }

  /// Takes an `input_reply`, where it answers the open question: it comes from the client that was asked, and where it
  /// names a message that it answers, it names this one.
  func take(_ reply: Message) {
    guard reply.header.type == "input_reply", let value = reply.content["value"]?.string else { return }
    let parent = (try? JSON(parsing: reply.parentHeader))?["msg_id"]?.string
    state.withLock { state in
      guard let question = state.question, state.isSent, reply.identities == question.message.identities,
        parent == nil || parent == question.id
      else { return Log.wire.info("ignored an input_reply that answers no open question") }
      state.answer = value
    }
  }

  // MARK: Implementation

  private struct State: Sendable {
    var question: Question?
    var isSent = false
    var answer: String?
  }

  /// How often a thread that waits looks whether it was asked to stop, in milliseconds.
  private static let patience = 20

  private func wait<Result>(
    _ cancellation: Cancellation, for body: (inout State) -> Result?
  ) throws(InputFailure) -> Result {
    while true {
      if let result = state.wait(milliseconds: Self.patience, for: body) { return result }
      if cancellation.isCancelled { throw .interrupted }
    }
  }
}

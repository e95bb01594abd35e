import Testing

@testable import Kernel

/// Makes requests about comms, and keeps what is published in answer.
final class CommDesk {
  private let queue: OutputQueue

  init() throws { queue = OutputQueue(alarm: try #require(Alarm())) }

  /// A sink whose output is kept here.
  var sink: RequestSink { RequestSink(queue: queue, parent: Message.noParent) }

  /// A request that came from a client.
  func request(_ type: String, _ content: JSON, buffers: [[UInt8]] = []) -> Request {
    let message = Message(header: Header(type: type, session: "s"), content: content, buffers: buffers)
    return Request(message: message, sink: sink)
  }

  /// What was published since the last look.
  var published: [OutputQueue.Entry] { queue.take().entries }
}

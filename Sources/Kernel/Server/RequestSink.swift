import Ground
import Interpreting

/// The sink of one request: publishes the request's output, with the request as parent.
final class RequestSink: DisplaySink, Sendable {
  private let queue: OutputQueue
  private let parent: [UInt8]

  /// Makes the sink of the request with that header.
  init(queue: OutputQueue, parent: [UInt8]) {
    self.queue = queue
    self.parent = parent
  }

  var isFull: Bool { queue.isFull }

  func write(_ text: String, to stream: StreamName) {
    if !text.isEmpty { queue.append(text, stream: stream.rawValue, parent: parent) }
  }

  func display(_ bundle: MIMEBundle, id: String?) { show("display_data", bundle, id: id) }

  func update(_ bundle: MIMEBundle, id: String) { show("update_display_data", bundle, id: id) }

  func clear(wait: Bool) { publish("clear_output", ["wait": .bool(wait)]) }

  /// Publishes any message about the request.
  func publish(_ type: String, _ content: JSON, metadata: JSON = [:], buffers: [[UInt8]] = []) {
    queue.append(
      OutputQueue.Entry(type: type, parent: parent, content: content, metadata: metadata, buffers: buffers))
  }

  // MARK: Implementation

  private func show(_ type: String, _ bundle: MIMEBundle, id: String?) {
    publish(
      type,
      [
        "data": bundle.data, "metadata": bundle.metadata,
        "transient": id.map { ["display_id": .string($0)] } ?? [:],
      ])
  }
}

extension MIMEBundle {
  /// The representations as the protocol sends them: text as text, bytes in base64.
  package var data: JSON {
    .object(
      Dictionary(
        representations.map { type, content in
          switch content {
          case .text(let text) where type.hasSuffix("json"):
            (type, (try? JSON(parsing: Array(text.utf8))) ?? .string(text))
          case .text(let text): (type, .string(text))
          case .bytes(let bytes): (type, .base64(bytes))
          }
        }
      ) { _, last in last })
  }

  /// The size of the picture, for each representation that is one.
  package var metadata: JSON {
    guard let size = pixelSize else { return [:] }
    let pictures = representations.filter { $0.type.hasPrefix("image/") }
    let entry: JSON = ["width": .int(size.width), "height": .int(size.height)]
    return .object(Dictionary(pictures.map { ($0.type, entry) }) { _, last in last })
  }
}

/// The sink of a cell: its output, with the frontends' controls and the user's answers.
final class CellSink: DisplaySink {
  private let request: RequestSink
  private let message: Message
  private let widgets: Widgets
  private let dialogue: Dialogue

  /// Makes the sink of the cell that a request runs.
  init(_ request: Request, widgets: Widgets, dialogue: Dialogue) {
    self.request = request.sink
    message = request.message
    self.widgets = widgets
    self.dialogue = dialogue
  }

  var isFull: Bool { request.isFull }

  func write(_ text: String, to stream: StreamName) { request.write(text, to: stream) }

  func display(_ bundle: MIMEBundle, id: String?) { request.display(bundle, id: id) }

  func update(_ bundle: MIMEBundle, id: String) { request.update(bundle, id: id) }

  func clear(wait: Bool) { request.clear(wait: wait) }

  func open(_ panel: LivePanel) -> MIMEBundle.Representation? {
    widgets.open(panel, by: request).map { ("application/vnd.jupyter.widget-view+json", .text($0)) }
  }

  func close(_ panel: LivePanel) { widgets.close(panel) }

  func ask(
    _ prompt: String, isSecret: Bool, cancellation: Cancellation
  ) throws(InputFailure) -> String {
    try dialogue.ask(prompt, isSecret: isSecret, of: message, cancellation: cancellation)
  }
}

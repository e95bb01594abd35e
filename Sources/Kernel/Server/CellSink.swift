import Ground
import Interpreting

/// The sink of a cell: what a request puts out, with the frontends' controls and the person's answers.
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

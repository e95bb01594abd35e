import DreamKit
import DreamLanguage
import Ground
import Kernel

/// Records the outputs of cells in a notebook's form, and forwards everything to the sink that prints.
final class NotebookRecorder: DisplaySink {
  private let printer: FolderSink
  private var outputs: [Output] = []
  private var finishedCells = 0
  private var clearsAtNextOutput = false

  /// Makes a recorder in front of a sink.
  init(_ printer: FolderSink) { self.printer = printer }

  func write(_ text: String, to stream: StreamName) {
    printer.write(text, to: stream)
    clearWhereAsked()
    if let last = outputs.last, last.cell == finishedCells, case .stream(stream, let before) = last.content {
      outputs[outputs.count - 1].content = .stream(stream, before + text)
    } else {
      append(.stream(stream, text))
    }
  }

  func display(_ bundle: MIMEBundle, id: String?) {
    printer.display(bundle, id: id)
    append(.bundle(bundle, isResult: false), id: id)
  }

  func update(_ bundle: MIMEBundle, id: String) {
    printer.update(bundle, id: id)
    for index in outputs.indices where outputs[index].id == id {
      outputs[index].content = .bundle(bundle, isResult: false)
    }
  }

  func clear(wait: Bool) {
    printer.clear(wait: wait)
    clearsAtNextOutput = true
    if !wait { clearWhereAsked() }
  }

  func ask(
    _ prompt: String, isSecret: Bool, cancellation: Cancellation
  ) throws(InputFailure) -> String {
    try printer.ask(prompt, isSecret: isSecret, cancellation: cancellation)
  }

  /// Ends a cell with what came of it.
  func endCell(_ outcome: Outcome) {
    for page in outcome.pages { display(page, id: nil) }
    if let result = outcome.result {
      printer.display(result, id: nil)
      append(.bundle(result, isResult: true))
    }
    if let failure = outcome.failure { append(.failure(failure)) }
    printer.endCell()
    clearsAtNextOutput = false
    finishedCells += 1
  }

  /// The outputs of each cell that has run, as a notebook keeps them.
  var cells: [[JSON]] {
    (0..<finishedCells).map { cell in outputs.filter { $0.cell == cell }.map(\.json) }
  }

  // MARK: Implementation

  private enum Content {
    case stream(StreamName, String)
    case bundle(MIMEBundle, isResult: Bool)
    case failure(Failure)
  }

  private struct Output {
    let cell: Int
    let id: String?
    var content: Content

    var json: JSON {
      switch content {
      case .stream(let stream, let text):
        ["output_type": "stream", "name": .string(stream.rawValue), "text": NotebookFile.lines(text)]
      case .bundle(let bundle, let isResult):
        .object(
          [
            "output_type": isResult ? "execute_result" : "display_data", "data": lines(of: bundle.data),
            "metadata": bundle.metadata,
          ].merging(isResult ? ["execution_count": .int(cell + 1)] : [:]) { $1 })
      case .failure(let failure):
        [
          "output_type": "error", "ename": .string(failure.name), "evalue": .string(failure.message),
          "traceback": .array(failure.traceback.map(JSON.string)),
        ]
      }
    }

    /// The representations with each text cut into lines.
    private func lines(of data: JSON) -> JSON {
      .object(
        (data.object ?? [:]).mapValues { value in
          value.string.map(NotebookFile.lines) ?? value
        })
    }
  }

  private func append(_ content: Content, id: String? = nil) {
    clearWhereAsked()
    outputs.append(Output(cell: finishedCells, id: id, content: content))
  }

  private func clearWhereAsked() {
    guard clearsAtNextOutput else { return }
    clearsAtNextOutput = false
    outputs.removeAll { $0.cell == finishedCells }
  }
}

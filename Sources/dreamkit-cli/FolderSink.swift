import DreamKit
import DreamLanguage
import Glibc
import Ground

/// Prints text and keeps pictures; at the end the last state of each picture is written as a PNG file.
///
/// As in a notebook, an update replaces what was displayed, and clearing takes away what the cell displayed so far.
/// Printed text stays printed. A text that can be updated is printed as it is at the end of its cell; until then a
/// terminal shows it on a line that is overwritten.
final class FolderSink: DisplaySink {
  private let folder: String
  private var outputs: [Output] = []
  private var firstOfCell = 0
  private var clearsAtNextOutput = false
  private let statusLine = StatusLine()
  private let terminal = Terminal()

  /// Makes a sink that writes `picture-001.png` and so on into `folder`.
  init(folder: String) { self.folder = folder }

  func write(_ text: String, to stream: StreamName) {
    clearWhereAsked()
    statusLine.erase()
    switch stream {
    case .standardOutput:
      print(text, terminator: "")
      fflush(nil)
    case .standardError: StandardError.write(text: text)
    }
  }

  func display(_ bundle: MIMEBundle, id: String?) {
    clearWhereAsked()
    var output = Output(id: id, bundle: bundle)
    if id == nil { output.printText(on: self) } else { statusLine.show(bundle) }
    outputs.append(output)
  }

  func update(_ bundle: MIMEBundle, id: String) {
    for index in outputs.indices where outputs[index].id == id { outputs[index].bundle = bundle }
    statusLine.show(bundle)
  }

  func clear(wait: Bool) {
    clearsAtNextOutput = true
    if !wait { clearWhereAsked() }
  }

  func ask(
    _ prompt: String, isSecret: Bool, cancellation: Cancellation
  ) throws(InputFailure) -> String {
    statusLine.erase()
    return try terminal.ask(prompt, isSecret: isSecret, cancellation: cancellation)
  }

  /// Ends a cell: prints the texts that could be updated as they are now.
  func endCell() {
    statusLine.erase()
    for index in outputs.indices { outputs[index].printText(on: self) }
    firstOfCell = outputs.count
    clearsAtNextOutput = false
  }

  /// Writes the pictures and prints where.
  func finish() throws {
    let pictures = outputs.compactMap(\.picture)
    guard !pictures.isEmpty else { return }
    try Folders.make(folder, mode: 0o755)
    for (index, picture) in pictures.enumerated() {
      let number = String(index + 1)
      let name = "picture-\(String(repeating: "0", count: max(0, 3 - number.count)))\(number)"
      let path = "\(folder)/\(name).\(picture.ending)"
      try Files.write(picture.file, to: path)
      print(path)
    }
  }

  // MARK: Implementation

  private struct Output {
    let id: String?
    var bundle: MIMEBundle
    var printed: String?

    /// Its file and the ending of its name.
    var picture: (file: [UInt8], ending: String)? {
      for (type, ending) in [("image/png", "png"), ("image/jpeg", "jpg")] {
        if case .bytes(let bytes) = bundle[type] { return (bytes, ending) }
      }
      return nil
    }

    /// Prints the text of an output without a picture, unless it was printed last.
    mutating func printText(on sink: FolderSink) {
      guard picture == nil, case .text(let text) = bundle["text/plain"], text != printed else { return }
      printed = text
      sink.write(text + "\n", to: .standardOutput)
    }
  }

  private func clearWhereAsked() {
    guard clearsAtNextOutput else { return }
    clearsAtNextOutput = false
    outputs.removeSubrange(firstOfCell...)
  }
}

import DreamKit
import DreamLanguage
import Kernel

/// `dreamkit run FILE [--out DIR]`
enum RunCommand {
  static func run(_ arguments: inout Arguments) throws -> Int32 {
    var file: String?
    var folder = "."
    while let word = arguments.next() {
      if word == "--out" {
        folder = try arguments.value(of: word)
      } else if file == nil, !word.hasPrefix("-") {
        file = word
      } else {
        throw UsageError("'run' does not know '\(word)'.")
      }
    }
    guard let file else { throw UsageError("'run' needs a FILE.dream or FILE.ipynb.") }
    let bytes = try Files.read(file)
    let cells =
      try file.hasSuffix(".ipynb") ? codeCells(of: bytes, file) : [String(decoding: bytes, as: UTF8.self)]
    let session = Session()
    let sink = FolderSink(folder: folder)
    for cell in cells {
      let outcome = session.execute(cell, sink: sink, cancellation: Cancellation())
      for page in outcome.pages { sink.display(page, id: nil) }
      if let result = outcome.result { sink.display(result, id: nil) }
      if let failure = outcome.failure {
        try sink.finish()
        let lines = failure.traceback.isEmpty ? ["\(failure.name): \(failure.message)"] : failure.traceback
        StandardError.write(lines.joined(separator: "\n"))
        return 1
      }
    }
    try sink.finish()
    return 0
  }

  // MARK: Implementation

  private static func codeCells(of bytes: [UInt8], _ file: String) throws -> [String] {
    guard let cells = try JSON(parsing: bytes)["cells"]?.array else {
      throw KernelError("'\(file)' is no notebook of format 4: it has no cells.")
    }
    return cells.filter { $0["cell_type"]?.string == "code" }.map { cell in
      let source = cell["source"]
      return source?.string ?? source?.array?.compactMap(\.string).joined() ?? ""
    }
  }
}

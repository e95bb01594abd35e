import DreamKit
import DreamLanguage
import Kernel

/// The cells of a file, to be run one after the other without Jupyter.
struct Script: Sendable {
  private let cells: [String]

  /// Reads a notebook (`.ipynb`, format 4) or, under any other name, a script that is one cell.
  ///
  /// - Throws: an error that names the file where it cannot be read or is no notebook.
  init(path: String) throws {
    let bytes = try Files.read(path)
    cells =
      try path.hasSuffix(".ipynb")
      ? Self.codeCells(of: bytes, path) : [String(decoding: bytes, as: UTF8.self)]
  }

  /// Runs the cells up to the first that fails, and writes the pictures, also those reached by a cell that failed.
  ///
  /// - Returns: the exit code: 0 done, 1 failed, 130 interrupted.
  func run(folder: String, cancellation: Cancellation) -> Int32 {
    let sink = FolderSink(folder: folder)
    var failure: Failure?
    let session = KernelServer.makeSession()
    session.usesColours = StandardError.isTerminal
    for cell in cells where failure == nil {
      let outcome = session.execute(cell, sink: sink, cancellation: cancellation)
      for page in outcome.pages { sink.display(page, id: nil) }
      if let result = outcome.result { sink.display(result, id: nil) }
      sink.endCell()
      failure = outcome.failure
    }
    do { try sink.finish() } catch {
      StandardError.write("dreamkit: \(error)")
      return 1
    }
    guard let failure else { return 0 }
    let lines = failure.traceback.isEmpty ? ["\(failure.name): \(failure.message)"] : failure.traceback
    StandardError.write(lines.joined(separator: "\n"))
    return cancellation.isCancelled ? 130 : 1
  }

  // MARK: Implementation

  private static func codeCells(of bytes: [UInt8], _ path: String) throws -> [String] {
    guard let cells = try JSON(parsing: bytes)["cells"]?.array else {
      throw KernelError("'\(path)' is no notebook of format 4: it has no cells.")
    }
    return cells.filter { $0["cell_type"]?.string == "code" }.map { cell in
      let source = cell["source"]
      return source?.string ?? source?.array?.compactMap(\.string).joined() ?? ""
    }
  }
}

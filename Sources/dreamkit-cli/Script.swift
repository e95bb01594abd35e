import DreamCommands
import DreamKit
import DreamLanguage
import Ground
import Kernel

/// The cells of a file, to be run one after the other without Jupyter.
struct Script: Sendable {
  /// Where the file lies.
  let path: String
  private let cells: [String]
  /// The notebook that the cells are of, with its parameters in it.
  private let notebook: NotebookFile?

  /// Reads a notebook (`.ipynb`, format 4) or, under any other name, a script that is one cell.
  ///
  /// - Parameter parameters: what is set before the script's first line, or behind the notebook's cell of parameters.
  /// - Throws: an error that names the file where it cannot be read or is no notebook.
  init(path: String, parameters: [NotebookParameter]) throws {
    self.path = path
    let bytes = try Files.stream(path, limit: 1 << 30)
    guard path.hasSuffix(".ipynb") else {
      notebook = nil
      let assignments = parameters.map(\.assignment).joined(separator: "\n")
      cells = (parameters.isEmpty ? [] : [assignments]) + [String(decoding: bytes, as: UTF8.self)]
      return
    }
    var notebook = try NotebookFile(parsing: bytes, path: path)
    notebook.insert(parameters)
    self.notebook = notebook
    cells = notebook.codeCells
  }

  /// Whether the file is a notebook.
  var isNotebook: Bool { notebook != nil }

  /// Runs the cells up to the first that fails, and writes the pictures, also those reached by a cell that failed.
  ///
  /// - Parameters:
  ///   - folder: where the pictures go.
  ///   - copy: where the notebook with its outputs goes; nil writes none.
  /// - Returns: the exit code: 0 done, 1 failed, 130 interrupted.
  func run(folder: String, copy: String?, cancellation: Cancellation) -> Int32 {
    let printer = FolderSink(folder: folder)
    let recorder = NotebookRecorder(printer)
    var failure: Failure?
    let session = Session()
    session.stackBudget = KernelServer.stackBudget
    session.usesColours = StandardError.isTerminal
    for cell in cells where failure == nil {
      let outcome = session.execute(cell, sink: recorder, cancellation: cancellation)
      recorder.endCell(outcome)
      failure = outcome.failure
    }
    do {
      try printer.finish()
      if let copy, var notebook {
        notebook.record(recorder.cells)
        try Folders.make(folder, mode: 0o755)
        try Files.write(notebook.encoded, to: copy)
        print(copy)
      }
    } catch {
      StandardError.write("dreamkit: \(error)")
      return 1
    }
    guard let failure else { return 0 }
    let lines = failure.traceback.isEmpty ? ["\(failure.name): \(failure.message)"] : failure.traceback
    StandardError.write(lines.joined(separator: "\n"))
    return cancellation.isCancelled ? 130 : 1
  }
}

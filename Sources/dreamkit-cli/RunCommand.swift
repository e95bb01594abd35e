import DreamKit
import DreamLanguage
import Glibc
import Ground
import Kernel
import Synchronization

/// `dreamkit run FILE [--out DIR] [-p NAME VALUE]...`
enum RunCommand {
  /// Runs the file and gives the exit code. The first SIGINT or SIGTERM stops the running cell and keeps the pictures
  /// reached; one that comes a second later or more ends the process.
  static let verb = Verb(
    "run", "Runs a .dream script, or an .ipynb notebook in its own folder, without Jupyter.",
    operand: Verb.Operand(name: "FILE", need: "a FILE.dream or FILE.ipynb"), options: [out, parameter]
  ) { arguments in
    let signals = ProcessSignals()
    ThreadWaiting.settle()
    let file = arguments.operand ?? ""
    let script = try Script(path: file, parameters: parameters(arguments))
    var folder = arguments.value(out) ?? "."
    var copy: String?
    if script.isNotebook {
      folder = try Files.absolute(folder)
      if arguments.has(out) { copy = place(of: script, in: folder) }
      try enter(Files.folder(of: file))
    }
    let end = End()
    _ = try KernelThread("script", stack: KernelServer.evaluationStack) { [folder, copy] in
      let code = script.run(folder: folder, copy: copy, cancellation: end.cancellation)
      end.code.withLock { $0 = code }
      ProcessSignals.requestEnd()
    }
    while true {
      signals.waitForEnd(interrupt: end.interrupt)
      if let code = end.code.withLock({ $0 }) { return code }
      end.interrupt()
    }
  }

  // MARK: Implementation

  private static let out = Option(
    "--out", "DIR", means: "where pictures go, and the notebook with its outputs (here)")
  private static let parameter = Option(
    "-p", "NAME", "VALUE", means: "sets a variable, in a notebook behind the cell tagged 'parameters'",
    isRepeatable: true)

  private static func parameters(_ arguments: Arguments) throws -> [NotebookParameter] {
    try arguments.all(parameter).map { pair in
      do { return try NotebookParameter(name: pair[0], text: pair[1]) } catch { throw UsageError("\(error)") }
    }
  }

  /// Makes a folder the one that relative paths start from.
  private static func enter(_ folder: String) throws(FileError) {
    guard chdir(folder) == 0 else {
      throw FileError(
        .unreadable, "The folder '\(folder)' cannot be entered: \(String(cString: strerror(errno))).")
    }
  }

  /// Where the executed notebook goes: beside the pictures, and never over its source.
  private static func place(of script: Script, in folder: String) -> String {
    let name = script.path.split(separator: "/").last.map(String.init) ?? script.path
    let copy = "\(folder)/\(name)"
    guard let original = Files.resolved(script.path), Files.resolved(copy) == original else { return copy }
    return "\(folder)/\(name.dropLast(".ipynb".count)).executed.ipynb"
  }

  /// How a run ends: what the thread that evaluates and the one that waits for signals tell each other.
  private final class End: Sendable {
    let cancellation = Cancellation()
    let code = Mutex<Int32?>(nil)
    private let patience = Mutex<Int?>(nil)

    /// Asks the cell to stop; asked again a second later or more, ends the process.
    func interrupt() {
      let now = Clock.milliseconds
      let isOver = patience.withLock { patience in
        defer { patience = patience ?? now + 1000 }
        return patience.map { now >= $0 } ?? false
      }
      if isOver { exit(130) }
      cancellation.cancel()
    }
  }
}

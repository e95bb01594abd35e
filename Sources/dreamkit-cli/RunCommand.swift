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
  static func run(_ arguments: inout Arguments) throws -> Int32 {
    let signals = ProcessSignals()
    ThreadWaiting.settle()
    let options = try Options(&arguments)
    let script = try Script(path: options.file, parameters: options.parameters)
    var folder = options.folder ?? "."
    var copy: String?
    if script.isNotebook {
      folder = try Files.absolute(folder)
      if options.folder != nil { copy = place(of: script, in: folder) }
      try enter(Files.folder(of: options.file))
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

  /// Makes a folder the one that relative paths start from.
  private static func enter(_ folder: String) throws(FileError) {
    guard chdir(folder) == 0 else {
      throw FileError(.unreadable, "The folder '\(folder)' cannot be entered: \(String(cString: strerror(errno))).")
    }
  }

  private struct Options {
    let file: String
    var folder: String?
    var parameters: [NotebookParameter] = []

    init(_ arguments: inout Arguments) throws {
      var file: String?
      while let word = arguments.next() {
        switch word {
        case "--out": folder = try arguments.value(of: word)
        case "-p":
          let name = try arguments.value(of: word)
          let text = try arguments.value(of: "-p \(name)")
          do { parameters.append(try NotebookParameter(name: name, text: text)) } catch {
            throw UsageError("\(error)")
          }
        case _ where file == nil && !word.hasPrefix("-"): file = word
        default: throw UsageError("'run' does not know '\(word)'.")
        }
      }
      guard let file else { throw UsageError("'run' needs a FILE.dream or FILE.ipynb.") }
      self.file = file
    }
  }

  /// Where the notebook goes that has run: beside the pictures, and never over the one it was made of.
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

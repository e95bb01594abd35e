import DreamKit
import Glibc
import Kernel
import Synchronization

/// `dreamkit run FILE [--out DIR]`
enum RunCommand {
  /// Runs the file and gives the exit code. The first SIGINT or SIGTERM stops the running cell and keeps the pictures
  /// reached; one that comes a second later or more ends the process.
  static func run(_ arguments: inout Arguments) throws -> Int32 {
    let signals = ProcessSignals()
    ThreadWaiting.settle()
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
    let script = try Script(path: file)
    let end = End()
    _ = try KernelThread("script", stack: KernelServer.evaluationStack) { [folder] in
      let code = script.run(folder: folder, cancellation: end.cancellation)
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

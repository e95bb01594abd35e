import DreamKit
import DreamCommands
import DreamLanguage
import Glibc
import Ground
import Kernel

/// `dreamkit kernel -f FILE`
enum KernelCommand {
  static func run(_ arguments: inout Arguments) throws {
    let signals = ProcessSignals()
    ThreadWaiting.settle()
    var file: String?
    while let word = arguments.next() {
      guard word == "-f" else { throw UsageError("'kernel' does not know '\(word)'.") }
      file = try arguments.value(of: word)
    }
    guard let file else { throw UsageError("'kernel' needs -f FILE.") }
    let connection = try ConnectionFile(parsing: Files.read(file))
    try KernelServer(connection: connection, info: info) { Session() }.run(signals: signals)
    // A cell may still compute; nothing is taken apart under its feet.
    fflush(nil)
    _exit(0)
  }

  // MARK: Implementation

  private static let info = KernelInfo(
    name: "dreamkit", version: Engine.version,
    banner: "DreamKit \(Engine.version): type help() for the commands.", mimeType: "text/x-python",
    fileExtension: ".dream", lexer: "python")
}

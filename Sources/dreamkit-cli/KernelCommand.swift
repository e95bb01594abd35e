import DreamCommands
import DreamKit
import DreamLanguage
import Glibc
import Ground
import Kernel

/// `dreamkit kernel -f FILE`
enum KernelCommand {
  /// Serves until the kernel is shut down.
  static let verb = Verb("kernel", "Serves Jupyter at the addresses of a connection file.", options: [file]) {
    let signals = ProcessSignals()
    ThreadWaiting.settle()
    let connection = try ConnectionFile(parsing: Files.read($0.value(file) ?? ""))
    try KernelServer(connection: connection, info: info) { Session() }.run(signals: signals)
    // A cell may still compute, so nothing is torn down.
    fflush(nil)
    _exit(0)
  }

  // MARK: Implementation

  private static let file = Option(
    "-f", "FILE", means: "the connection file, which Jupyter writes", isRequired: true)

  private static let info = KernelInfo(
    name: "dreamkit", version: Engine.version,
    banner: "DreamKit \(Engine.version): type help() for the commands.", mimeType: "text/x-python",
    fileExtension: ".dream", lexer: "python")
}

import DreamKit
import Ground

/// The subcommands of `dreamkit`.
enum CommandLineTool {
  /// Runs the subcommand and gives the exit code: 0 done, 1 failed, 2 wrong use.
  static func run(_ words: [String]) -> Int32 {
    var arguments = Arguments(words)
    let command = arguments.next()
    let usage = CommandUsage.all.first { $0.name == command }
    if let usage, arguments.askForHelp {
      print(usage.page)
      return 0
    }
    do {
      switch command {
      case "kernel": try KernelCommand.run(&arguments)
      case "install": try InstallCommand.install(&arguments)
      case "uninstall": try InstallCommand.uninstall(&arguments)
      case "run": return try RunCommand.run(&arguments)
      case "models": try ModelsCommand.run(&arguments)
      case "help": try HelpCommand.run(&arguments)
      case "--version": print("dreamkit \(Engine.version)")
      case "--help", "-h": print(CommandUsage.overview)
      case let word?: throw UsageError("There is no command '\(word)'.")
      case nil: throw UsageError("A command is missing.")
      }
      return 0
    } catch let error as UsageError {
      StandardError.write(
        "dreamkit: \(error.message) See 'dreamkit \(usage.map { "\($0.name) " } ?? "")--help'.")
      return 2
    } catch {
      StandardError.write("dreamkit: \(error)")
      return 1
    }
  }
}

import Kernel

/// The subcommands of `dreamkit`.
enum CommandLineTool {
  /// Runs the subcommand and gives the exit code: 0 done, 1 failed, 2 wrong use.
  static func run(_ words: [String]) -> Int32 {
    do {
      var arguments = Arguments(words)
      switch arguments.next() {
      case "kernel": try KernelCommand.run(&arguments)
      case "install": try InstallCommand.install(&arguments)
      case "uninstall": try InstallCommand.uninstall(&arguments)
      case "run": return try RunCommand.run(&arguments)
      case "models": try ModelsCommand.run(&arguments)
      case "help": try HelpCommand.run(&arguments)
      case "--version": print("dreamkit \(KernelServer.version)")
      case "--help", "-h": print(help)
      case let word?: throw UsageError("There is no command '\(word)'.")
      case nil: throw UsageError("A command is missing.")
      }
      return 0
    } catch let error as UsageError {
      StandardError.write("dreamkit: \(error.message) See 'dreamkit --help'.")
      return 2
    } catch {
      StandardError.write("dreamkit: \(error)")
      return 1
    }
  }

  // MARK: Implementation

  private static let help = """
    dreamkit: DeepDream for Jupyter.

      dreamkit kernel -f FILE             serve Jupyter at the addresses of a connection file
      dreamkit install [--user | --prefix DIR | --sys-prefix]
                       [--name NAME] [--display-name TEXT] [--env NAME VALUE]...
                                          make the kernel known to Jupyter
      dreamkit uninstall [--user | --prefix DIR | --sys-prefix] [--name NAME]
                                          make Jupyter forget it
      dreamkit run FILE [--out DIR] [-p NAME VALUE]...
                                          run a .dream script, or an .ipynb notebook in its own folder, without Jupyter;
                                          pictures go to DIR, and so does the notebook with its outputs; -p sets a
                                          variable, in a notebook behind the cell tagged 'parameters'
      dreamkit models                     list the networks and their weights
      dreamkit help [NAME] [--markdown]   tell about the commands of the language, or about one
      dreamkit --version | --help
    """
}

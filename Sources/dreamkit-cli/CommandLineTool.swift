import DreamKit
import Ground

/// The command line `dreamkit`.
enum CommandLineTool {
  /// Runs a verb and gives the exit code: 0 done, 1 failed, 2 wrong use.
  static func run(_ words: [String]) -> Int32 {
    let verb = verbs.first { $0.name == words.first }
    do {
      if let verb { return try run(verb, words.dropFirst()) }
      switch words.first {
      case "--version": print("dreamkit \(Engine.version)")
      case "--help", "-h": print(overview)
      case let word?: throw UsageError("There is no command '\(word)'.")
      case nil: throw UsageError("A command is missing.")
      }
      return 0
    } catch let error as UsageError {
      StandardError.write(
        "dreamkit: \(error.message) See 'dreamkit \(verb.map { "\($0.name) " } ?? "")--help'.")
      return 2
    } catch {
      StandardError.write("dreamkit: \(error)")
      return 1
    }
  }

  // MARK: Implementation

  private static let verbs = [
    KernelCommand.verb, InstallCommand.install, InstallCommand.uninstall, RunCommand.verb, ModelsCommand.verb,
    HelpCommand.verb,
  ]

  private static func run(_ verb: Verb, _ words: ArraySlice<String>) throws -> Int32 {
    guard words.first != "-h", !words.contains("--help") else {
      print(verb.page)
      return 0
    }
    return try verb.run(words)
  }

  private static var overview: String {
    (["dreamkit: DeepDream for Jupyter.", ""] + verbs.map(\.overview) + [
      "",
      "'dreamkit COMMAND --help' tells what the words of a command mean; 'dreamkit --version' prints the version.",
    ]).joined(separator: "\n")
  }
}

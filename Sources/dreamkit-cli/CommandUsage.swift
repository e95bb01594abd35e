/// How a subcommand is called: what `dreamkit --help` and `dreamkit COMMAND --help` print.
struct CommandUsage {
  /// The subcommand.
  let name: String
  /// The words that follow it.
  let words: String
  /// What it does.
  let summary: String
  /// What its words mean, each with its explanation.
  var options: [(words: String, meaning: String)] = []

  /// All subcommands.
  static let all = [
    CommandUsage(
      name: "kernel", words: "-f FILE", summary: "Serves Jupyter at the addresses of a connection file.",
      options: [("-f FILE", "the connection file, which Jupyter writes")]),
    CommandUsage(
      name: "install", words: "\(place) [--name NAME] [--display-name TEXT] [--env NAME VALUE]...",
      summary: "Makes the kernel known to Jupyter; the program stays where it lies.",
      options: places + [
        (
          "--name NAME",
          "the name by which clients ask for the kernel, made of a-z, 0-9, '.', '_' and '-' (dreamkit)"
        ),
        ("--display-name TEXT", "the name in Jupyter's menus"),
        ("--env NAME VALUE", "a variable that the kernel is started with; may be given several times"),
      ]),
    CommandUsage(
      name: "uninstall", words: "\(place) [--name NAME]",
      summary: "Makes Jupyter forget the kernel; a kernel of another program is never touched.",
      options: places + [("--name NAME", "the name that it was installed under (dreamkit)")]),
    CommandUsage(
      name: "run", words: "FILE [--out DIR] [-p NAME VALUE]...",
      summary: "Runs a .dream script, or an .ipynb notebook in its own folder, without Jupyter.",
      options: [
        ("--out DIR", "where pictures go, and the notebook with its outputs (here)"),
        ("-p NAME VALUE", "sets a variable, in a notebook behind the cell tagged 'parameters'"),
      ]),
    CommandUsage(name: "models", words: "", summary: "Lists the networks and where their weights are."),
    CommandUsage(
      name: "help", words: "[NAME] [--markdown]",
      summary: "Tells about the commands of the language, or about one.",
      options: [("--markdown", "in Markdown; without a name the whole reference")]),
  ]

  /// What `dreamkit --help` prints.
  static var overview: String {
    let lines = all.map { "  dreamkit \($0.call)\n      \($0.summary)" }
    return
      (["dreamkit: DeepDream for Jupyter.", ""] + lines + [
        "",
        "'dreamkit COMMAND --help' tells what the words of a command mean; 'dreamkit --version' prints the version.",
      ]).joined(separator: "\n")
  }

  /// What `dreamkit COMMAND --help` prints.
  var page: String {
    let width = (options.map(\.words.count).max() ?? 0) + 2
    let lines = options.map {
      "  \($0.words)\(String(repeating: " ", count: width - $0.words.count))\($0.meaning)"
    }
    return (["dreamkit \(call)", "", summary] + (lines.isEmpty ? [] : [""]) + lines).joined(separator: "\n")
  }

  // MARK: Implementation

  private var call: String { words.isEmpty ? name : "\(name) \(words)" }

  private static let place = "[--user | --prefix DIR | --sys-prefix]"
  private static let places = [
    ("--user", "for this user (what happens without a place): JUPYTER_DATA_DIR, else ~/.local/share/jupyter"),
    ("--prefix DIR", "in DIR/share/jupyter, as /usr/local for everybody"),
    (
      "--sys-prefix",
      "in the environment that is active, else the one that the program lies in, else /usr/local"
    ),
  ]
}

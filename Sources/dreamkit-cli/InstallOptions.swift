import DreamKit
import Glibc
import Ground

/// What `dreamkit install` and `dreamkit uninstall` are asked for.
struct InstallOptions {
  /// The kernel's name, by which Jupyter's clients ask for it.
  let name: String
  /// The name in Jupyter's menus.
  let displayName: String
  /// Variables that the kernel is started with.
  private(set) var environment: [String: String] = [:]
  /// Where the kernelspec lies.
  var folder: String { "\(root)/kernels/\(name)" }

  /// Where the kernelspec goes; without a place, to this user's.
  static let places = [
    Option(
      "--user",
      means: "for this user (what happens without a place): JUPYTER_DATA_DIR, else ~/.local/share/jupyter"),
    prefix,
    systemPrefix,
  ]
  /// The kernel's name.
  static let name = Option(
    "--name", "NAME",
    means: "the name by which clients ask for the kernel, made of a-z, 0-9, '.', '_' and '-' (dreamkit)")
  /// The name in the menus.
  static let displayName = Option("--display-name", "TEXT", means: "the name in Jupyter's menus")
  /// A variable of the environment.
  static let variable = Option(
    "--env", "NAME", "VALUE", means: "a variable that the kernel is started with; may be given several times",
    isRepeatable: true)

  /// Takes the words of the verb.
  ///
  /// - Throws: ``UsageError`` that says which value is wrong.
  init(_ arguments: Arguments) throws {
    name = arguments.value(Self.name) ?? "dreamkit"
    displayName =
      try arguments.filled(Self.displayName) ?? (name == "dreamkit" ? "DreamKit" : "DreamKit (\(name))")
    for pair in arguments.all(Self.variable) {
      guard Self.isVariableName(pair[0]) else {
        throw UsageError("'\(pair[0])' is no name of an environment variable.")
      }
      environment[pair[0]] = pair[1]
    }
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    guard !name.isEmpty, name != ".", name != "..", name.allSatisfy(allowed.contains) else {
      throw UsageError("A kernel's name is made of a-z, 0-9, '.', '_' and '-'.")
    }
    let prefix =
      try arguments.filled(Self.prefix) ?? (arguments.has(Self.systemPrefix) ? Self.activePrefix : nil)
    root = try prefix.map { "\($0)/share/jupyter" } ?? Self.userRoot()
  }

  // MARK: Implementation

  private static let prefix = Option(
    "--prefix", "DIR", means: "in DIR/share/jupyter, as /usr/local for everybody")
  private static let systemPrefix = Option(
    "--sys-prefix",
    means: "in the environment that is active, else the one that the program lies in, else /usr/local")

  /// The folder of Jupyter's data, which has the kernels in it.
  private let root: String

  private static func isVariableName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      return false
    }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
      default: false
      }
    }
  }

  /// The environment that is active, else the one that the program lies in, else the machine's.
  private static var activePrefix: String {
    if let active = Environment["VIRTUAL_ENV"] ?? Environment["CONDA_PREFIX"] { return active }
    if let program = Files.resolved("/proc/self/exe") {
      let above = program.split(separator: "/").dropLast(2).map { "/\($0)" }.joined()
      let marks = ["pyvenv.cfg", "conda-meta"]
      if marks.contains(where: { Files.exists("\(above)/\($0)") }) { return above }
    }
    return "/usr/local"
  }

  private static func userRoot() throws -> String {
    if let folder = Environment["JUPYTER_DATA_DIR"] { return folder }
    if let folder = Environment["XDG_DATA_HOME"] { return folder + "/jupyter" }
    guard let home = Environment["HOME"] else { throw UsageError("HOME is not set; use --prefix DIR.") }
    return home + "/.local/share/jupyter"
  }
}

extension Arguments {
  /// The value of an option, which is not to be empty.
  fileprivate func filled(_ option: Option) throws -> String? {
    let value = value(option)
    if value == "" { throw UsageError("\(option.name) needs a value that is not empty.") }
    return value
  }
}

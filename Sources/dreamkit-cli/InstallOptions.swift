import DreamKit
import Glibc
import Ground

/// What `dreamkit install` and `dreamkit uninstall` are asked for.
struct InstallOptions {
  /// The kernel's name, by which Jupyter's clients ask for it.
  private(set) var name = "dreamkit"
  /// The name in Jupyter's menus.
  var displayName: String { chosenDisplayName ?? (name == "dreamkit" ? "DreamKit" : "DreamKit (\(name))") }
  /// Variables that the kernel is started with.
  private(set) var environment: [String: String] = [:]
  /// Where the kernelspec lies.
  var folder: String { "\(root)/kernels/\(name)" }

  /// Reads the words behind the subcommand.
  ///
  /// - Throws: ``UsageError`` that says which word is wrong.
  init(_ arguments: inout Arguments) throws {
    var place: Place?
    func choose(_ chosen: Place) throws {
      if place != nil { throw UsageError("Only one of --user, --prefix and --sys-prefix can be chosen.") }
      place = chosen
    }
    while let word = arguments.next() {
      switch word {
      case "--user": try choose(.user)
      case "--prefix": try choose(.prefix(try Self.filled(arguments.value(of: word), for: word)))
      case "--sys-prefix": try choose(.prefix(Self.systemPrefix))
      case "--name": name = try arguments.value(of: word)
      case "--display-name": chosenDisplayName = try Self.filled(arguments.value(of: word), for: word)
      case "--env":
        let variable = try arguments.value(of: word)
        guard Self.isVariableName(variable) else {
          throw UsageError("'\(variable)' is no name of an environment variable.")
        }
        environment[variable] = try arguments.value(of: "--env \(variable)")
      default: throw UsageError("There is no option '\(word)' here.")
      }
    }
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    guard !name.isEmpty, name != ".", name != "..", name.allSatisfy(allowed.contains) else {
      throw UsageError("A kernel's name is made of a-z, 0-9, '.', '_' and '-'.")
    }
    switch place ?? .user {
    case .user: root = try Self.userRoot()
    case .prefix(let prefix): root = "\(prefix)/share/jupyter"
    }
  }

  // MARK: Implementation

  private enum Place {
    case user
    case prefix(String)
  }

  /// The folder of Jupyter's data, which has the kernels in it.
  private let root: String
  private var chosenDisplayName: String?

  private static func filled(_ value: String, for option: String) throws -> String {
    if value.isEmpty { throw UsageError("\(option) needs a value that is not empty.") }
    return value
  }

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
  private static var systemPrefix: String {
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

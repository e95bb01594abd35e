import DreamKit
import Glibc
import Kernel

/// `dreamkit install` and `dreamkit uninstall`
enum InstallCommand {
  static func install(_ arguments: inout Arguments) throws {
    let options = try Options(&arguments)
    guard let binary = Files.resolved("/proc/self/exe") else { throw FileError("find", "/proc/self/exe") }
    let folder = options.folder
    let logos = try logos()
    let environment = ThreadWaiting.environment.merging(options.environment) { $1 }
    try Files.makeFolder(folder)
    for (name, bytes) in logos { try Files.write(bytes, to: "\(folder)/\(name)") }
    let specification: JSON = [
      "argv": [.string(binary), "kernel", "-f", "{connection_file}"],
      "display_name": .string(options.displayName),
      "language": "dreamkit", "interrupt_mode": "message",
      "env": .object(environment.mapValues(JSON.string)),
      "metadata": ["debugger": false], "kernel_protocol_version": "5.5",
    ]
    try Files.write(specification.encoded(), to: "\(folder)/kernel.json")
    print("Installed the kernel '\(options.name)' in \(folder).")
  }

  static func uninstall(_ arguments: inout Arguments) throws {
    let folder = try Options(&arguments).folder
    guard Files.exists("\(folder)/kernel.json") else { throw FileError("find", "\(folder)/kernel.json") }
    for name in logoNames + ["kernel.json"] { unlink("\(folder)/\(name)") }
    guard rmdir(folder) == 0 else { throw FileError("remove", folder) }
    print("Removed \(folder).")
  }

  // MARK: Implementation

  private static let logoNames = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]

  /// The logos that come with the program. Without any, nothing but a warning: the kernel works as well.
  private static func logos() throws -> [(String, [UInt8])] {
    guard let place = InstalledFiles.folder("kernelspec", holding: logoNames) else {
      let places = InstalledFiles.places.map { "'\($0)/kernelspec'" }.joined(separator: " or ")
      StandardError.write(
        "dreamkit: The kernel has no logo, because \(places) is missing; everything else works.")
      return []
    }
    return try logoNames.map { ($0, try Files.read("\(place)/\($0)")) }
  }

  private struct Options {
    var name = "dreamkit"
    var displayName = "DreamKit"
    var environment: [String: String] = [:]
    private var root: String

    var folder: String { "\(root)/kernels/\(name)" }

    init(_ arguments: inout Arguments) throws {
      root = try Self.userRoot()
      while let word = arguments.next() {
        switch word {
        case "--user": root = try Self.userRoot()
        case "--prefix": root = try arguments.value(of: word) + "/share/jupyter"
        case "--sys-prefix":
          root = (variable("VIRTUAL_ENV") ?? variable("CONDA_PREFIX") ?? "/usr/local") + "/share/jupyter"
        case "--name": name = try arguments.value(of: word)
        case "--display-name": displayName = try arguments.value(of: word)
        case "--env": environment[try arguments.value(of: word)] = try arguments.value(of: word)
        default: throw UsageError("There is no option '\(word)' here.")
        }
      }
      let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789._-")
      guard !name.isEmpty, name != ".", name != "..", name.allSatisfy(allowed.contains) else {
        throw UsageError("A kernel's name is made of a-z, 0-9, '.', '_' and '-'.")
      }
    }

    private static func userRoot() throws -> String {
      if let folder = variable("JUPYTER_DATA_DIR") { return folder }
      if let folder = variable("XDG_DATA_HOME") { return folder + "/jupyter" }
      guard let home = variable("HOME") else { throw UsageError("HOME is not set; use --prefix DIR.") }
      return home + "/.local/share/jupyter"
    }
  }
}

/// A variable of the process's environment that is set and not empty.
private func variable(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}

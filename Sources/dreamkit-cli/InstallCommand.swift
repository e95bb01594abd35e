import DreamKit
import Glibc
import Ground
import Kernel

/// `dreamkit install` and `dreamkit uninstall`
///
/// Each version of the program can be installed under a name of its own, beside the others. A kernel of another program
/// is never touched.
enum InstallCommand {
  /// Writes the kernelspec, with the logos, where Jupyter looks for it.
  static let install = Verb(
    "install", "Makes the kernel known to Jupyter; the program stays where it lies.",
    oneOf: InstallOptions.places,
    options: [InstallOptions.name, InstallOptions.displayName, InstallOptions.variable]
  ) { arguments in
    let options = try InstallOptions(arguments)
    guard let binary = Files.resolved("/proc/self/exe") else {
      throw FileError(.notFound, "There is no file '/proc/self/exe'.")
    }
    let folder = options.folder
    try checkOwnership(of: folder, name: options.name)
    let logos = try logos()
    let environment = ThreadWaiting.environment.merging(options.environment) { $1 }
    try Folders.make(folder, mode: 0o755)
    for (name, bytes) in logos { try Files.write(bytes, to: "\(folder)/\(name)") }
    let specification: JSON = [
      "argv": [.string(binary), "kernel", "-f", "{connection_file}"],
      "display_name": .string(options.displayName),
      "language": .string(language), "interrupt_mode": "message",
      "env": .object(environment.mapValues(JSON.string)),
      "metadata": [
        "debugger": true, "supported_encryption": .array(KernelServer.encryptions.map(JSON.string)),
      ],
      "kernel_protocol_version": .string(Header.protocolVersion),
    ]
    try Files.write(specification.encoded(), to: "\(folder)/kernel.json")
    print("Installed the kernel '\(options.name)' in \(folder).")
    return 0
  }

  /// Removes the kernelspec.
  static let uninstall = Verb(
    "uninstall", "Makes Jupyter forget the kernel; a kernel of another program is never touched.",
    oneOf: InstallOptions.places, options: [InstallOptions.name]
  ) { arguments in
    let options = try InstallOptions(arguments)
    let folder = options.folder
    guard Files.exists("\(folder)/kernel.json") else {
      throw FileError(.notFound, "There is no file '\(folder)/kernel.json'.")
    }
    try checkOwnership(of: folder, name: options.name)
    for name in logoNames + ["kernel.json"] { unlink("\(folder)/\(name)") }
    guard rmdir(folder) == 0 else {
      throw FileError(
        .unwritable, "The folder '\(folder)' cannot be removed: \(String(cString: strerror(errno))).")
    }
    print("Removed \(folder).")
    return 0
  }

  // MARK: Implementation

  private static let logoNames = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]

  /// Throws where the folder holds the kernelspec of another program, or one that nobody can read.
  private static func checkOwnership(of folder: String, name: String) throws {
    let file = "\(folder)/kernel.json"
    guard Files.exists(file) else { return }
    let found = try? JSON(parsing: Files.read(file))
    guard found?["language"]?.string == language else {
      throw UsageError(
        "The kernel '\(name)' in \(folder) is not DreamKit's; choose another name with --name NAME.")
    }
  }

  /// The language that a kernelspec of DreamKit names.
  private static let language = "dreamkit"

  /// The logos that come with the program. Where they are missing there is only a warning: the kernel works without
  /// them.
  private static func logos() throws -> [(String, [UInt8])] {
    guard let place = InstalledFiles.folder("kernelspec", holding: logoNames) else {
      let places = InstalledFiles.places.map { "'\($0)/kernelspec'" }.joined(separator: " or ")
      StandardError.write(
        "dreamkit: The kernel has no logo, because \(places) is missing; everything else works.")
      return []
    }
    return try logoNames.map { ($0, try Files.read("\(place)/\($0)")) }
  }
}

import Glibc

/// The connection file that a kernel writes after a handshake, so that other clients find it: in Jupyter's runtime folder,
/// for this user's eyes only, and no longer than the kernel lives.
struct PublishedConnection: ~Copyable {
  private let path: String

  private init(path: String) { self.path = path }

  /// Writes the file; nil, and one line on standard error, where that fails.
  static func write(
    _ connection: ConnectionFile, id: String, ports: [Channel: Int]
  ) -> PublishedConnection? {
    guard let folder = runtimeFolder else { return nil }
    let isName = id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    let path = "\(folder)/kernel-\(isName ? id : UniqueID.make()).json"
    if makeFolder(folder), write(content(connection, ports), to: path) {
      return PublishedConnection(path: path)
    }
    StandardError.write(
      "dreamkit: other clients will not find this kernel, because '\(path)' could not be written: "
        + "\(String(cString: strerror(errno))).")
    return nil
  }

  deinit { unlink(path) }

  // MARK: Implementation

  private static func content(_ connection: ConnectionFile, _ ports: [Channel: Int]) -> [UInt8] {
    var members: [String: JSON] = [
      "transport": .string(connection.transport), "ip": .string(connection.ip),
      "key": .string(String(decoding: connection.key, as: UTF8.self)), "signature_scheme": "hmac-sha256",
      "kernel_name": "dreamkit",
    ]
    for (channel, port) in ports { members[channel.portName] = .int(port) }
    if let curve = connection.curve {
      members["curve_publickey"] = .string(curve.publicKey)
      members["curve_secretkey"] = .string(curve.secretKey)
    }
    return JSON.object(members).encoded()
  }

  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    return fchmod(file, 0o600) == 0 && Glibc.write(file, bytes, bytes.count) == bytes.count
  }

  private static var runtimeFolder: String? {
    if let folder = variable("JUPYTER_RUNTIME_DIR") { return folder }
    if let folder = variable("JUPYTER_DATA_DIR") { return folder + "/runtime" }
    if let folder = variable("XDG_DATA_HOME") { return folder + "/jupyter/runtime" }
    return variable("HOME").map { $0 + "/.local/share/jupyter/runtime" }
  }

  private static func makeFolder(_ path: String) -> Bool {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex,
      makeFolder(String(path[..<slash]))
    else { return false }
    return mkdir(path, 0o700) == 0 || errno == EEXIST
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}

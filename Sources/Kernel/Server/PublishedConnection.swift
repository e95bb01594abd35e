import Glibc
import Ground

/// The connection file that a kernel writes after a handshake, so that other clients find it: in Jupyter's runtime
/// folder, readable by this user alone, and removed when the kernel ends.
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
    do throws(FileError) {
      try Folders.make(folder)
      try Files.write(content(connection, ports), to: path, mode: 0o600)
      return PublishedConnection(path: path)
    } catch {
      StandardError.write("dreamkit: other clients will not find this kernel. \(error)")
      return nil
    }
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

  private static var runtimeFolder: String? {
    if let folder = Environment["JUPYTER_RUNTIME_DIR"] { return folder }
    if let folder = Environment["JUPYTER_DATA_DIR"] { return folder + "/runtime" }
    if let folder = Environment["XDG_DATA_HOME"] { return folder + "/jupyter/runtime" }
    return Environment["HOME"].map { $0 + "/.local/share/jupyter/runtime" }
  }
}

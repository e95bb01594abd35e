/// Where a kernel listens and how it signs: the file that a Jupyter client writes before it starts the kernel.
public struct ConnectionFile: Sendable, Equatable {
  /// "tcp" or "ipc".
  public let transport: String
  /// The address to listen at, or for ipc the beginning of the paths.
  public let ip: String
  /// The ports of the five channels.
  public let shell, control, iopub, stdin, heartbeat: Int
  /// The key of the signatures; empty for unsigned messages.
  public let key: [UInt8]

  /// Reads the text of a connection file.
  ///
  /// - Throws: ``KernelError`` that names the entry that is missing or wrong.
  public init(parsing bytes: [UInt8]) throws(KernelError) {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw KernelError("The connection file is no JSON text: \(error)")
    }
    func port(_ name: String) throws(KernelError) -> Int {
      guard let port = json[name]?.int, (1...65_535).contains(port) else {
        throw KernelError("The connection file needs '\(name)', a number from 1 to 65535.")
      }
      return port
    }
    transport = json["transport"]?.string ?? "tcp"
    guard ["tcp", "ipc"].contains(transport) else {
      throw KernelError(
        "The connection file asks for transport '\(transport)'; this kernel knows tcp and ipc.")
    }
    let scheme = json["signature_scheme"]?.string ?? "hmac-sha256"
    key = Array((json["key"]?.string ?? "").utf8)
    guard key.isEmpty || scheme == "hmac-sha256" else {
      throw KernelError("The connection file asks for '\(scheme)'; this kernel signs with hmac-sha256 only.")
    }
    guard json["curve_secretkey"] == nil else {
      throw KernelError("The connection file asks for CurveZMQ, which this kernel does not offer.")
    }
    ip = json["ip"]?.string ?? (transport == "tcp" ? "127.0.0.1" : "kernel-ipc")
    shell = try port("shell_port")
    control = try port("control_port")
    iopub = try port("iopub_port")
    stdin = try port("stdin_port")
    heartbeat = try port("hb_port")
  }

  /// The ZeroMQ address of a channel's port.
  public func endpoint(_ port: Int) -> String {
    transport == "ipc" ? "ipc://\(ip)-\(port)" : "tcp://\(ip):\(port)"
  }
}

/// Where a kernel listens and how it signs: the file that a Jupyter client writes before it starts the kernel.
///
/// A registration file (JEP 66) names no ports but an address to which the kernel is to tell those that it has found
/// free.
public struct ConnectionFile: Sendable, Equatable {
  /// Whom to tell the ports: the content of a registration file.
  public struct Registration: Sendable, Equatable {
    /// What the launcher calls the kernel.
    public let kernelID: String
    /// The address at which the launcher waits.
    public let ip: String
    /// Its port.
    public let port: Int
  }

  /// "tcp" or "ipc".
  public let transport: String
  /// The address to listen at, or for ipc the beginning of the paths.
  public let ip: String
  /// The ports of the channels; empty where the kernel is to find them.
  public let ports: [Channel: Int]
  /// The key of the signatures; empty for unsigned messages.
  public let key: [UInt8]
  /// The keys of the encryption; nil where there is none.
  public let curve: CurveKeys?
  /// Whom to tell the ports; nil where they are given.
  public let registration: Registration?

  /// Reads the text of a connection file or of a registration file.
  ///
  /// - Throws: ``KernelError`` that names the entry that is missing or wrong.
  public init(parsing bytes: [UInt8]) throws(KernelError) {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw KernelError("The connection file is no JSON text: \(error)")
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
    curve = try Self.curve(json)
    ip = json["ip"]?.string ?? (transport == "tcp" ? "127.0.0.1" : "kernel-ipc")
    if json["registration_port"] != nil {
      guard let id = json["kernel_id"]?.string, !id.isEmpty else {
        throw KernelError("The registration file needs 'kernel_id'.")
      }
      registration = Registration(
        kernelID: id, ip: json["registration_ip"]?.string ?? ip,
        port: try Self.port("registration_port", in: json))
      ports = [:]
    } else {
      var ports: [Channel: Int] = [:]
      for channel in Channel.allCases { ports[channel] = try Self.port(channel.portName, in: json) }
      self.ports = ports
      registration = nil
    }
  }

  /// The ZeroMQ address of a port.
  public func endpoint(_ port: Int) -> String { Self.endpoint(transport, ip, port) }

  /// The ZeroMQ address of a port at an address.
  static func endpoint(_ transport: String, _ ip: String, _ port: Int) -> String {
    transport == "ipc" ? "ipc://\(ip)-\(port)" : "tcp://\(ip):\(port)"
  }

  // MARK: Implementation

  private static func port(_ name: String, in json: JSON) throws(KernelError) -> Int {
    // The only launcher that knows registration files writes their port as text.
    guard let port = json[name]?.int ?? json[name]?.string.flatMap({ Int($0) }), (1...65_535).contains(port)
    else {
      throw KernelError("The connection file needs '\(name)', a number from 1 to 65535.")
    }
    return port
  }

  private static func curve(_ json: JSON) throws(KernelError) -> CurveKeys? {
    switch (json["curve_publickey"]?.string, json["curve_secretkey"]?.string) {
    case (nil, nil): return nil
    case (let publicKey?, let secretKey?):
      if let keys = CurveKeys(publicKey: publicKey, secretKey: secretKey) { return keys }
    default: break
    }
    throw KernelError(
      "The connection file needs both 'curve_publickey' and 'curve_secretkey', each of 40 characters, or neither."
    )
  }
}

/// The five channels of a kernel.
public enum Channel: String, Sendable, CaseIterable {
  case shell, control, iopub, stdin
  case heartbeat = "hb"

  /// The name of its port in connection files.
  var portName: String { "\(rawValue)_port" }
}

import CZeroMQ

/// The pair of keys by which a kernel's sockets encrypt and admit (CurveZMQ). Jupyter gives both ends the same pair.
///
/// Its description never shows the keys.
public struct CurveKeys: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  let publicKey: String
  let secretKey: String

  /// Takes keys in Z85 (ZeroMQ RFC 32), 40 characters each; nil where they are none.
  public init?(publicKey: String, secretKey: String) {
    for key in [publicKey, secretKey] {
      var bytes = [UInt8](repeating: 0, count: 32)
      guard key.utf8.count == 40, zmq_z85_decode(&bytes, key) != nil else { return nil }
    }
    self.publicKey = publicKey
    self.secretKey = secretKey
  }

  /// Whether the system's ZeroMQ can encrypt.
  public static var areSupported: Bool { zmq_has("curve") == 1 }

  /// Says that there are keys.
  public var description: String { "CurveKeys" }
  /// Shows nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Turns messages into frames and frames into messages.
///
/// On the wire a message is `[identities…] <IDS|MSG> signature header parent metadata content [buffers…]`.
public struct MessageCodec: Sendable {
  private let signer: Signer

  /// Makes a codec that signs and verifies with `signer`.
  public init(signer: Signer) { self.signer = signer }

  /// The frames of a message, signed.
  public func encode(_ message: Message) -> [[UInt8]] {
    let parts = [
      message.headerBytes, message.parentHeader, message.metadata.encoded(), message.content.encoded(),
    ]
    return message.identities + [Self.delimiter, signer.signature(of: parts)] + parts + message.buffers
  }

  /// Reads a message. No byte of it is parsed before the signature is found to be right.
  ///
  /// - Throws: ``WireError`` that says why the frames are no message.
  public func decode(_ frames: [[UInt8]]) throws(WireError) -> Message {
    guard let delimiter = frames.firstIndex(of: Self.delimiter), frames.count >= delimiter + 6 else {
      throw .incomplete
    }
    let parts = Array(frames[(delimiter + 2)..<(delimiter + 6)])
    try signer.verify(frames[delimiter + 1], of: parts)
    return try Message(
      identities: Array(frames[..<delimiter]), parts: parts, buffers: Array(frames[(delimiter + 6)...]))
  }

  /// What stands before the signature.
  static let delimiter = Array("<IDS|MSG>".utf8)
}

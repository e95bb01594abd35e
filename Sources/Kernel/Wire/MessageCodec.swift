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

/// Why received frames are no message.
public enum WireError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no `<IDS|MSG>` frame, or fewer than five frames follow it.
  case incomplete
  /// The signature is not that of the frames.
  case badSignature
  /// A message with this signature was received before.
  case replayed
  /// A frame is no JSON text; the offset is in bytes.
  case malformedJSON(offset: Int)
  /// The header lacks `msg_id` or `msg_type`.
  case malformedHeader
  /// The frame of that name is no JSON object.
  case noObject(String)

  /// The same error without the place where it was found.
  var kind: WireError { if case .malformedJSON = self { .malformedJSON(offset: 0) } else { self } }

  /// One sentence that says what is wrong.
  public var description: String {
    switch self {
    case .incomplete: "The message lacks frames."
    case .badSignature: "The message has a wrong signature."
    case .replayed: "The message was received before."
    case .malformedJSON(let offset): "The message holds malformed JSON at byte \(offset)."
    case .malformedHeader: "The header of the message needs 'msg_id' and 'msg_type'."
    case .noObject(let frame): "The \(frame) of the message is no JSON object."
    }
  }
}

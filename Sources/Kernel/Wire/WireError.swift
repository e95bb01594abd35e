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

import Ground

/// The header of a message: its id, type, sender and time.
public struct Header: Sendable, Equatable {
  /// The version of the Jupyter messaging protocol that this kernel speaks.
  public static let protocolVersion = "5.6"

  /// Unique to the message.
  public var messageID: String
  /// The sender's session: for a kernel, new at each start.
  public var session: String
  /// Who sends; a kernel says "kernel".
  public var username: String
  /// When the message was made: ISO 8601, UTC.
  public var date: String
  /// What the message is: "execute_request".
  public var type: String
  /// The protocol version of the sender.
  public var version: String
  /// The subshell (JEP 91) that is to answer; nil for the main shell.
  public var subshellID: String?

  /// Makes the header of a new message of this kernel.
  public init(type: String, session: String) {
    messageID = UniqueID.make()
    self.session = session
    username = "kernel"
    date = Clock.timestamp
    self.type = type
    version = Self.protocolVersion
  }

  /// Reads a received header; what may be missing becomes empty.
  ///
  /// - Throws: ``WireError/malformedHeader`` where `msg_type` is missing.
  public init(_ json: JSON) throws(WireError) {
    guard let type = json["msg_type"]?.string, !type.isEmpty else { throw .malformedHeader }
    messageID = json["msg_id"]?.string ?? ""
    self.type = type
    session = json["session"]?.string ?? ""
    username = json["username"]?.string ?? ""
    date = json["date"]?.string ?? ""
    version = json["version"]?.string ?? ""
    subshellID = json["subshell_id"]?.string
  }

  /// The header as it is sent.
  public var json: JSON {
    var members: [String: JSON] = [
      "msg_id": .string(messageID), "session": .string(session), "username": .string(username),
      "date": .string(date), "msg_type": .string(type), "version": .string(version),
    ]
    members["subshell_id"] = subshellID.map(JSON.string)
    return .object(members)
  }
}

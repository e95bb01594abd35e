/// A message of the Jupyter protocol, on any channel.
public struct Message: Sendable, Equatable {
  /// The routing frames in front of the delimiter: the client's identity, or the topic on iopub.
  public var identities: [[UInt8]]
  /// Who says what when.
  public var header: Header
  /// The header as it was received, byte for byte: what answers carry as their parent.
  public var headerBytes: [UInt8]
  /// The header of the message that this one answers, as JSON text; `{}` where there is none.
  public var parentHeader: [UInt8]
  /// Facts about the message.
  public var metadata: JSON
  /// What the message says.
  public var content: JSON
  /// Binary data that travels along.
  public var buffers: [[UInt8]]
  /// Why a received message with a valid header cannot be handled; nil where it can.
  public private(set) var fault: WireError?

  /// The parent of a message that answers nothing.
  public static let noParent = Array("{}".utf8)

  /// Makes a message to send.
  public init(
    header: Header, parentHeader: [UInt8] = Message.noParent, identities: [[UInt8]] = [],
    content: JSON, metadata: JSON = [:], buffers: [[UInt8]] = []
  ) {
    self.identities = identities
    self.header = header
    headerBytes = header.json.encoded()
    self.parentHeader = parentHeader
    self.metadata = metadata
    self.content = content
    self.buffers = buffers
  }

  /// Makes a message from what was received: the four JSON frames and those around them.
  ///
  /// Where the header names the type, the sender can be answered; what is wrong with the rest becomes the ``fault``.
  ///
  /// - Throws: ``WireError`` where the header names no type.
  init(identities: [[UInt8]], parts: [[UInt8]], buffers: [[UInt8]]) throws(WireError) {
    let header = try JSON(parsing: parts[0])
    self.header = try Header(header)
    self.identities = identities
    // Others than the sender read it as a parent, too; to them it has to be JSON in UTF-8.
    headerBytes = String(validating: parts[0], as: UTF8.self) == nil ? header.encoded() : parts[0]
    parentHeader = parts[1]
    self.buffers = buffers
    metadata = [:]
    content = [:]
    do throws(WireError) {
      if self.header.messageID.isEmpty { throw .malformedHeader }
      guard case .object = try JSON(parsing: parts[1]) else { throw .noObject("parent_header") }
      metadata = try JSON(parsing: parts[2])
      guard case .object = metadata else { throw .noObject("metadata") }
      content = try JSON(parsing: parts[3])
      guard case .object = content else { throw .noObject("content") }
    } catch {
      fault = error
    }
  }
}

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

  /// Makes a message from what was received.
  init(
    identities: [[UInt8]], headerBytes: [UInt8], parentHeader: [UInt8], metadata: JSON, content: JSON,
    buffers: [[UInt8]]
  ) throws(WireError) {
    header = try Header(JSON(parsing: headerBytes))
    guard metadata.object != nil, content.object != nil else { throw .malformedHeader }
    self.identities = identities
    self.headerBytes = headerBytes
    self.parentHeader = parentHeader
    self.metadata = metadata
    self.content = content
    self.buffers = buffers
  }
}

import Ground

/// How a picture was dreamt: what its dream went through, its settings, and where it can be made again or gone on with,
/// what that takes.
public final class Provenance: Sendable {
  /// The rest of an interrupted dream.
  public struct Rest: Sendable {
    /// The dream where it stands.
    public let ascent: OctaveAscent
    /// The network that it dreams on.
    public let model: FeatureExtractor

    /// Joins both.
    public init(ascent: OctaveAscent, model: FeatureExtractor) {
      self.ascent = ascent
      self.model = model
    }
  }

  /// The command that dreamt: "dream".
  public let command: String
  /// The name of the network.
  public let network: String
  /// The names of the layers.
  public let layers: [String]
  /// The command's settings, in order.
  public let settings: [(name: String, value: DreamSetting)]
  /// What the dream went through.
  public let log: StepLog
  /// Whether it was interrupted before its last step.
  public let wasInterrupted: Bool
  /// What makes the picture again, or nil where it is not known.
  public let manifest: Manifest?
  /// The picture that the dream began with, where the manifest is known.
  public let input: InputPicture?
  /// What is left to do, or nil where nothing is or nobody can.
  public let rest: Rest?

  /// Writes a record.
  public init(
    command: String, network: String, layers: [String], settings: [(name: String, value: DreamSetting)],
    log: StepLog, wasInterrupted: Bool, manifest: Manifest? = nil, input: InputPicture? = nil,
    rest: Rest? = nil
  ) {
    self.command = command
    self.network = network
    self.layers = layers
    self.settings = settings
    self.log = log
    self.wasInterrupted = wasInterrupted
    self.manifest = manifest
    self.input = input
    self.rest = rest
  }

  /// The loss before the last update, or nil where none was computed.
  public var loss: Float? { log.losses.last ?? nil }
}

/// The value of one of a dream's settings.
public enum DreamSetting: Sendable, Equatable, CustomStringConvertible {
  case none
  case whole(Int)
  case number(Double)
  case text(String)
  case list([DreamSetting])

  /// The value for a reader.
  public var description: String {
    switch self {
    case .none: "None"
    case .whole(let number): String(number)
    case .number(let number): number.description
    case .text(let text): text
    case .list(let parts): parts.map(\.description).joined(separator: ", ")
    }
  }
}

/// The picture that a dream began with, so that the dream can be made again.
public struct InputPicture: Sendable, Equatable {
  /// The rows.
  public let height: Int
  /// The columns.
  public let width: Int
  /// The SHA-256 digest of the size and the levels.
  public let digest: String
  private let content: Content

  private enum Content: Equatable {
    case picture(Image)
    case levels(Tensor)
  }

  /// Keeps a picture: as a picture where its levels are whole, else as the numbers they are.
  ///
  /// - Parameter levels: [height, width, 3] in [0, 255].
  public init(_ levels: Tensor) {
    (height, width) = (levels.shape[0], levels.shape[1])
    let running = RunningDigest()
    running.add(levels)
    digest = running.finish()
    if let picture = try? Image(truncating: levels), picture.levels == levels {
      content = .picture(picture)
    } else {
      content = .levels(levels)
    }
  }

  /// Keeps a picture as it is; equal to what ``init(_:)`` makes of its levels.
  public init(_ picture: Image) {
    (height, width) = (picture.height, picture.width)
    let running = RunningDigest()
    running.add(picture.levels)
    digest = running.finish()
    content = .picture(Image(height: height, width: width, pixels: picture.pixels))
  }

  /// The levels, [height, width, 3] in [0, 255].
  public var levels: Tensor {
    switch content {
    case .picture(let picture): picture.levels
    case .levels(let tensor): tensor
    }
  }

  /// The picture as a file that holds exactly its levels: PNG, or `.npy` where they are no whole numbers.
  func file() throws(DreamError) -> [UInt8] {
    switch content {
    case .picture(let picture): try picture.pngData()
    case .levels(let tensor): tensor.npyData()
    }
  }

  /// Reads what ``file()`` wrote.
  ///
  /// - Throws: ``DreamError`` where it is damaged.
  init(file: [UInt8]) throws(DreamError) {
    let isArray = file.starts(with: Tensor.magic)
    let levels =
      isArray ? try Tensor(npy: file, from: "the picture in the record") : try Image(decoding: file).levels
    guard levels.isImageShaped, levels.shape.count > 0 else {
      throw DreamError(.unreadable, "The record's picture is no image.")
    }
    self.init(levels)
  }
}

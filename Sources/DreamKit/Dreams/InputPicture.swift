import Ground

/// The picture that a dream begins with, kept so that the dream can be made again.
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

  /// Keeps levels: as a picture where they are whole numbers, else as they are.
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

/// A picture: 8-bit RGB, rows from top to bottom, pixels from left to right, channels interleaved.
public struct Image: Sendable, Equatable {
  /// The number of rows.
  public let height: Int
  /// The number of pixels in a row.
  public let width: Int
  /// `height * width * 3` levels in [0, 255]: R, G, B of the first pixel first.
  public var pixels: [UInt8]

  /// Makes a picture from its levels.
  ///
  /// - Precondition: `pixels.count == height * width * 3`, both sides at least 1.
  public init(height: Int, width: Int, pixels: [UInt8]) {
    precondition(
      height > 0 && width > 0 && pixels.count == height * width * 3, "a picture is height × width × 3")
    self.height = height
    self.width = width
    self.pixels = pixels
  }

  /// The extents as a tensor has them: [height, width, 3].
  public var shape: Shape { [height, width, 3] }
}

/// A picture: 8-bit RGB, rows from top to bottom, pixels from left to right, channels interleaved.
///
/// The picture of a dream carries its provenance. Two pictures are equal where their levels are, and what is
/// made of a picture (a part, another size, arithmetic) has none.
///
/// ```swift
/// let picture = try Image(contentsOf: "sky.jpg", maxDimension: 500)
/// try picture.write(to: "sky.png")
/// ```
public struct Image: Sendable, Equatable {
  /// The number of rows.
  public let height: Int
  /// The number of pixels in a row.
  public let width: Int
  /// `height * width * 3` levels in [0, 255]: R, G, B of the first pixel first.
  public let pixels: [UInt8]
  /// The dream that the picture comes from, or nil.
  public var provenance: Provenance?
  /// A PNG file of just these pixels, where the picture was read from one, so that it is shown without being compressed
  /// once more; nil elsewhere.
  let file: [UInt8]?

  /// Makes a picture from its levels.
  ///
  /// - Precondition: `pixels.count == height * width * 3`, both sides at least 1.
  public init(height: Int, width: Int, pixels: [UInt8]) {
    self.init(height: height, width: width, pixels: pixels, file: nil)
  }

  /// Makes a picture from its levels and a PNG file of them, which holds nothing else.
  init(height: Int, width: Int, pixels: [UInt8], file: [UInt8]?) {
    precondition(
      height > 0 && width > 0 && pixels.count == height * width * 3, "a picture is height × width × 3")
    self.height = height
    self.width = width
    self.pixels = pixels
    self.file = file
  }

  /// Compares the sizes and the levels.
  public static func == (a: Image, b: Image) -> Bool {
    a.height == b.height && a.width == b.width && a.pixels == b.pixels
  }

  /// The picture with a record of its dream.
  public func with(provenance: Provenance) -> Image {
    var copy = self
    copy.provenance = provenance
    return copy
  }

  /// The extents as a tensor has them: [height, width, 3].
  public var shape: Shape { [height, width, 3] }
}

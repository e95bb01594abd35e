import DreamKit
import DreamLanguage
import Ground

/// A picture inside HTML, as a `data:` address: the page needs no other file.
struct EmbeddedPicture {
  /// The address.
  let source: String
  /// The picture's own size in pixels.
  let width: Int
  let height: Int

  /// PNG files of at most so many bytes stay exact; larger pictures become JPEG files, for looking only.
  static let exactLimit = 20_000

  /// Embeds a picture.
  ///
  /// - Throws: DreamError where it cannot be encoded.
  init(_ image: Image) throws(DreamError) {
    let (file, type) = try Self.file(of: image)
    self.init(file, type: type, of: image)
  }

  /// A picture as a file for looking at, and its MIME type.
  ///
  /// - Parameter limit: how many bytes an exact file may have.
  /// - Throws: DreamError where it cannot be encoded.
  static func file(of image: Image, exactUpTo limit: Int = exactLimit) throws(DreamError) -> (
    [UInt8], type: String
  ) {
    let png = try image.pngData()
    return png.count <= limit ? (png, "image/png") : (try image.jpegData(quality: 90), "image/jpeg")
  }

  /// Embeds a JPEG file of a picture of that size.
  init(jpeg: [UInt8], width: Int, height: Int) {
    source = "data:image/jpeg;base64,\(Base64.encode(jpeg))"
    (self.width, self.height) = (width, height)
  }

  private init(_ file: [UInt8], type: String, of image: Image) {
    source = "data:\(type);base64,\(Base64.encode(file))"
    (width, height) = (image.width, image.height)
  }

  /// The element that shows it, at most `most` pixels wide and never wider than its place.
  ///
  /// - Parameter shown: the width at which it is shown; nil is its own.
  func element(alt: String, shown: Int? = nil, isCentred: Bool = false) -> String {
    let width = shown ?? self.width
    let height = max(1, (self.height * width + self.width / 2) / self.width)
    return "<img src=\"\(source)\" width=\"\(width)\" height=\"\(height)\" alt=\"\(Markup.escaped(alt))\" "
      + "style=\"display:block;margin:\(isCentred ? "0 auto" : "0");max-width:100%;height:auto\">"
  }
}

/// Pictures beside each other in one.
enum ContactSheet {
  /// The pixels between two pictures.
  static let gap = 6
  /// The pixels from left to right that a sheet of many pictures has at the most.
  static let width = 1600
  /// The level between them: a grey that shows on white and on black pictures alike.
  static let level: UInt8 = 128

  /// Lays pictures out row by row, each in the middle of its place; all places are as large as the largest picture.
  ///
  /// - Returns: nil where the sheet would be larger than a picture may be.
  static func make(_ images: [Image], columns: Int) -> Image? {
    guard let cellWidth = images.map(\.width).max(), let cellHeight = images.map(\.height).max() else {
      return nil
    }
    let columns = min(max(columns, 1), images.count)
    let rows = (images.count + columns - 1) / columns
    let width = columns * cellWidth + (columns - 1) * gap
    let height = rows * cellHeight + (rows - 1) * gap
    guard width * height <= Tensor.maximumCount / 12 else { return nil }
    var pixels = [UInt8](repeating: level, count: width * height * 3)
    for (index, image) in images.enumerated() {
      let left = index % columns * (cellWidth + gap) + (cellWidth - image.width) / 2
      let top = index / columns * (cellHeight + gap) + (cellHeight - image.height) / 2
      for y in 0..<image.height {
        let (to, from) = (((top + y) * width + left) * 3, y * image.width * 3)
        pixels.replaceSubrange(
          to..<(to + image.width * 3), with: image.pixels[from..<(from + image.width * 3)])
      }
    }
    return Image(height: height, width: width, pixels: pixels)
  }
}

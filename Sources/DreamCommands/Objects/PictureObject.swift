import DreamKit
import DreamLanguage

/// A picture as `PIL.Image.open` gives it: its `thumbnail` shrinks it in place, as the paper's own `download` has it
/// done. Where a command takes an image it is one.
final class PictureObject: Displayable {
  /// The picture as it is now.
  private(set) var image: Image
  /// The file, from which a JPEG is shrunk while it is decoded; nil once it was.
  private var path: String?

  /// Opens a picture file.
  ///
  /// - Throws: DreamError where it cannot be read or is no picture.
  init(contentsOf path: String) throws(DreamError) {
    image = try Image(contentsOf: path)
    self.path = path
  }

  /// Shrinks the picture to fit a square, as Pillow does; a smaller one stays.
  func shrink(toFit side: Int) throws(DreamError) {
    if let path {
      image = try Image(contentsOf: path, maxDimension: side)
    } else {
      image = image.thumbnail(maxDimension: side)
    }
    path = nil
  }

  var type: TypeDescriptor { .image }
  var representation: String { ImageObject.text(of: image) }

  var pixelSize: (width: Int, height: Int)? { (image.width, image.height) }
  func thumbnail(side: Int) -> MIMEBundle? { try? .picture(image.thumbnail(maxDimension: side)) }

  func bundle() throws -> MIMEBundle {
    MIMEBundle([("text/plain", .text(representation)), ("image/png", .bytes(try image.pngData()))])
  }
}

extension Image {
  /// A picture of levels in [0, 255]; what is behind the point is cut off.
  ///
  /// - Throws: DreamError where the tensor is no image, or its values are surely not levels, so that nobody wonders about
  ///   a black picture.
  init(levels tensor: Tensor) throws(DreamError) {
    if tensor.liesInUnitRange {
      throw DreamError(
        .invalidArgument, "These values lie in [-1, 1], but a picture shows levels in [0, 255].",
        remedy: "Write show(deprocess(img)), or show(convert_image_dtype(img)) where they lie in [0, 1].")
    }
    try self.init(truncating: tensor)
  }
}

extension Tensor {
  /// Whether all values lie in [-1, 1] and some are fractional, so that they cannot be levels in [0, 255].
  var liesInUnitRange: Bool {
    values.allSatisfy { abs($0) <= 1 } && values.contains { $0 != $0.rounded() }
  }

  /// Whether a value is far outside [-1, 1], so that these surely are levels in [0, 255]. A dream that is never clipped
  /// stays within a few steps' length of [-1, 1].
  var holdsLevels: Bool { values.contains { $0 > 16 } }
}

extension MIMEBundle {
  /// A picture under a cell: its PNG file, its size, and a line of text for consoles.
  static func picture(_ image: Image, caption: String? = nil) throws -> MIMEBundle {
    let text = ImageObject.text(of: image)
    return MIMEBundle(
      [
        ("text/plain", .text(caption.map { "\(text): \($0)" } ?? text)),
        ("image/png", .bytes(try image.pngData())),
      ],
      pixelSize: (image.width, image.height))
  }
}

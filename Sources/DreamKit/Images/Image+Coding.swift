import Ground

extension Image {
  /// Decodes a PNG or JPEG file to 8-bit RGB, upright.
  ///
  /// - Parameters:
  ///   - bytes: the file. Its first bytes tell the format; its name does not matter.
  ///   - maxDimension: where given, a larger picture is shrunk to fit a square of that side, as Pillow's
  ///     `thumbnail((max, max))` does: bicubic with `reducing_gap=2.0`, a JPEG decoded at reduced size where that
  ///     suffices. A picture that fits is left alone.
  ///   - limits: what a picture may be at the most.
  /// - Throws: ``DreamError`` where the file is of another format, damaged, incomplete or too large.
  public init(decoding bytes: [UInt8], maxDimension: Int? = nil, limits: ImageLimits = .init())
    throws(DreamError)
  {
    if let maxDimension, maxDimension < 1 {
      throw DreamError(
        .invalidArgument,
        "A picture has at least 1 pixel on each side, and cannot be shrunk to \(maxDimension).")
    }
    let decoded: Image
    var orientation = 1
    var original: (width: Int, height: Int)
    if bytes.starts(with: PNGCodec.signature) {
      decoded = try PNGCodec.decode(bytes, limits: limits)
      original = (decoded.width, decoded.height)
    } else if bytes.starts(with: JPEGCodec.signature) {
      (decoded, orientation, original) = try JPEGCodec.decode(
        bytes, maxDimension: maxDimension, limits: limits)
    } else {
      throw DreamError(
        .unreadable, "This is neither a PNG nor a JPEG file\(Self.guess(bytes)).",
        remedy: Self.guess(bytes).hasSuffix("web page")
          ? "Give the address of the picture itself, which mostly ends in .jpg or .png."
          : bytes.isEmpty ? "Fetch it again." : "Convert it to one of them.")
    }
    let shrunk =
      maxDimension.map { Thumbnail.shrink(decoded, originalSize: original, maxDimension: $0) } ?? decoded
    self = shrunk.upright(from: orientation)
  }

  /// The picture as a PNG file; `text` becomes entries that image tools show.
  public func pngData(text: [String: String] = [:]) throws(DreamError) -> [UInt8] {
    try PNGCodec.encode(self, text: text)
  }

  /// The picture with its PNG file beside it, so that it is compressed once however often it is shown.
  ///
  /// - Throws: ``DreamError`` where it cannot be encoded.
  public func encoded() throws(DreamError) -> Image {
    var copy = Image(height: height, width: width, pixels: pixels, file: try pngData())
    copy.provenance = provenance
    return copy
  }

  /// The picture as a JPEG file; quality in 1...100.
  public func jpegData(quality: Int = 95) throws(DreamError) -> [UInt8] {
    guard (1...100).contains(quality) else {
      throw DreamError(.invalidArgument, "The quality of a JPEG file is between 1 and 100, not \(quality).")
    }
    return try JPEGCodec.encode(self, quality: quality)
  }

  /// Reads a picture from a file.
  public init(
    contentsOf path: String, maxDimension: Int? = nil, limits: ImageLimits = .init()
  ) throws(DreamError) {
    let bytes: [UInt8]
    do throws(DreamError) {
      bytes = try withFiles(try Files.read(path))
    } catch  where error.kind == .notFound {
      let names = Folders.names(like: path).map { "'\($0)'" }
      throw names.isEmpty
        ? error
        : DreamError(.notFound, error.message, remedy: "Did you mean \(names.joined(separator: " or "))?")
    }
    do throws(DreamError) {
      self = try Image(decoding: bytes, maxDimension: maxDimension, limits: limits)
    } catch {
      throw .at(path, error)
    }
  }

  /// Writes the picture to a path atomically, as PNG or JPEG by its extension.
  ///
  /// - Parameters:
  ///   - record: whether a PNG file of a dream carries its record.
  ///   - embedsInput: whether that record holds the picture that the dream began with.
  /// - Throws: ``DreamError`` where the ending is another or the file cannot be written.
  public func write(
    to path: String, record: Bool = true, embedsInput: Bool = true
  ) throws(DreamError) {
    let name = path.lowercased()
    let place = Environment.expand(path)
    if name.hasSuffix(".png") {
      let file = record ? try pngDataWithManifest(embedsInput: embedsInput) : try pngData()
      try withFiles(try Files.write(file, to: place))
    } else if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
      let jpeg = try jpegData()
      try withFiles(try Files.write(jpeg, to: place))
    } else {
      throw DreamError(
        .invalidArgument, "'\(path)' does not say what kind of picture to write.",
        remedy: "Let the name end in .png or .jpg.")
    }
  }

  // MARK: Implementation

  /// What a file that is no picture of ours may be.
  private static func guess(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return " but empty" }
    // Apple's photographs and AVIF name their kind behind a length.
    if bytes.dropFirst(4).starts(with: Array("ftyp".utf8)) {
      let brand = String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)
      return brand.hasPrefix("avi")
        ? " but an AVIF"
        : ["heic", "heix", "mif1"].contains(brand) ? " but a HEIC, as telephones take them" : " but a film"
    }
    let start = String(decoding: bytes.prefix(1000), as: UTF8.self)
    if bytes[0] == UInt8(ascii: "<"), start.contains("<svg") { return " but an SVG drawing" }
    let kinds: [(signature: [UInt8], name: String)] = [
      (Array("GIF8".utf8), " but a GIF"), (Array("RIFF".utf8), " but a WebP"),
      ([0x42, 0x4D], " but a BMP"),
      (Array("<".utf8), " but perhaps a web page"), (Array("%PDF".utf8), " but a PDF"),
      ([0x49, 0x49, 0x2A, 0], " but a TIFF"), ([0x4D, 0x4D, 0, 0x2A], " but a TIFF"),
    ]
    return kinds.first { bytes.starts(with: $0.signature) }?.name ?? ""
  }

  /// The picture turned as its EXIF orientation (1 to 8) asks for.
  func upright(from orientation: Int) -> Image {
    guard (2...8).contains(orientation) else { return self }
    let swaps = orientation >= 5
    let (newHeight, newWidth) = swaps ? (width, height) : (height, width)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
      for y in 0..<newHeight {
        for x in 0..<newWidth {
          let (sourceY, sourceX): (Int, Int) =
            switch orientation {
            case 2: (y, width - 1 - x)
            case 3: (height - 1 - y, width - 1 - x)
            case 4: (height - 1 - y, x)
            case 5: (x, y)
            case 6: (height - 1 - x, y)
            case 7: (height - 1 - x, width - 1 - y)
            default: (x, width - 1 - y)
            }
          for channel in 0..<3 {
            target.initializeElement(
              at: (y * newWidth + x) * 3 + channel, to: pixels[(sourceY * width + sourceX) * 3 + channel])
          }
        }
      }
      count = pixels.count
    }
    return Image(height: newHeight, width: newWidth, pixels: turned)
  }
}

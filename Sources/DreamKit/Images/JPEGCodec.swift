import CJPEG
import Glibc

/// JPEG files to and from pictures.
enum JPEGCodec {
  /// The three bytes that begin every JPEG file.
  static let signature: [UInt8] = [0xFF, 0xD8, 0xFF]

  /// Decodes a file to 8-bit RGB, as it is stored: the orientation is returned, not applied. Grey is
  /// repeated, CMYK becomes (255 - ink) · (255 - black) / 255, always with inks as Adobe stores them, as in
  /// Pillow.
  ///
  /// - Parameter maxDimension: where given, the file is decoded at 1/2, 1/4 or 1/8 of its size while that
  ///   leaves both sides at least twice as large as needed, as Pillow's `draft` does for a thumbnail.
  /// - Throws: ``DreamError`` where the file is damaged or too large.
  static func decode(
    _ bytes: [UInt8], maxDimension: Int?, limits: ImageLimits
  ) throws(DreamError) -> (image: Image, orientation: Int, originalSize: (width: Int, height: Int)) {
    var header = dk_jpeg_header()
    try call { text in
      bytes.withUnsafeBufferPointer { dk_jpeg_read_header($0.baseAddress, $0.count, &header, text) }
    }
    let (width, height) = (Int(header.width), Int(header.height))
    try limits.check(width: width, height: height)

    let denominator =
      maxDimension.map { Thumbnail.draftScale(width: width, height: height, maxDimension: $0) } ?? 1
    let most = ((width + denominator - 1) / denominator) * ((height + denominator - 1) / denominator) * 4
    var decoded = dk_jpeg_header()
    var pixels = [UInt8](repeating: 0, count: most)
    try call { text in
      pixels.withUnsafeMutableBufferPointer { target in
        bytes.withUnsafeBufferPointer {
          dk_jpeg_decode(
            $0.baseAddress, $0.count, Int32(denominator), target.baseAddress, target.count, &decoded, text)
        }
      }
    }
    let rgb = rgb(pixels, count: Int(decoded.width) * Int(decoded.height), channels: Int(decoded.channels))
    let image = Image(height: Int(decoded.height), width: Int(decoded.width), pixels: rgb)
    return (image, Int(header.orientation), (width, height))
  }

  /// Encodes a picture; quality in 1...100.
  static func encode(_ image: Image, quality: Int) throws(DreamError) -> [UInt8] {
    var file: UnsafeMutablePointer<UInt8>?
    var size: UInt = 0
    defer { free(file) }
    try call { text in
      image.pixels.withUnsafeBufferPointer {
        dk_jpeg_encode(
          $0.baseAddress, Int32(image.width), Int32(image.height), Int32(quality), &file, &size, text)
      }
    }
    return Array(UnsafeBufferPointer(start: file, count: Int(size)))
  }

  // MARK: Implementation

  private static func call(_ body: (UnsafeMutablePointer<CChar>) -> Int32) throws(DreamError) {
    var reason = ""
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(dk_jpeg_text)) { text in
      guard let start = text.baseAddress else { return }
      if body(start) != 0 { reason = String(cString: start) }
    }
    if !reason.isEmpty {
      throw DreamError(.unreadable, "The JPEG file is damaged: \(reason).", remedy: "Fetch it again.")
    }
  }

  private static func rgb(_ pixels: [UInt8], count: Int, channels: Int) -> [UInt8] {
    if channels == 3 { return Array(pixels[..<(count * 3)]) }
    return [UInt8](unsafeUninitializedCapacity: count * 3) { target, filled in
      for pixel in 0..<count {
        for channel in 0..<3 {
          let place = pixel * 3 + channel
          if channels == 1 {
            target.initializeElement(at: place, to: pixels[pixel])
          } else {
            let product = Int(pixels[pixel * 4 + channel]) * Int(pixels[pixel * 4 + 3])
            // Division by 255, rounded.
            target.initializeElement(at: place, to: UInt8(((product + 128) + ((product + 128) >> 8)) >> 8))
          }
        }
      }
      filled = count * 3
    }
  }
}

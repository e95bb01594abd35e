import CPNG
import Glibc

/// PNG files to and from pictures, through libpng's simplified interface and zlib.
enum PNGCodec {
  /// The eight bytes that begin every PNG file.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Decodes a file to 8-bit RGB. Colour values stay as they are stored: gamma is not applied, and the alpha
  /// channel is left out, as Pillow's `convert("RGB")` does; 16-bit values are scaled to 8 bits.
  ///
  /// - Throws: ``DreamError`` where the file is damaged or too large.
  static func decode(_ bytes: [UInt8], limits: ImageLimits) throws(DreamError) -> Image {
    let reader = try PNGReader(bytes)
    try limits.check(width: reader.width, height: reader.height)
    return try reader.read()
  }

  /// Encodes a picture; `text` becomes tEXt entries (keys of 1 to 79 Latin-1 characters), in the order of
  /// their keys.
  ///
  /// A picture that comes from a PNG file of its pixels is that file again, where there is nothing to add. Else every row
  /// is filtered with "up", which serves photographs well, and compressed at zlib's level 3:
  /// previews are encoded while a dream waits.
  ///
  /// - Parameter chunks: chunks of other kinds, put before the pixels as they are.
  static func encode(
    _ image: Image, text: [String: String], chunks: [(type: String, data: [UInt8])] = []
  ) throws(DreamError) -> [UInt8] {
    if let file = image.file, text.isEmpty, chunks.isEmpty { return file }
    var file = signature
    let size = [UInt32(image.width), UInt32(image.height)].flatMap(\.bigEndianBytes)
    file += chunk("IHDR", size + [8, 2, 0, 0, 0])
    for (key, value) in text.sorted(by: { $0.key < $1.key }) {
      guard let name = key.latin1, (1...79).contains(name.count) else {
        throw DreamError(
          .invalidArgument, "'\(key)' cannot name a text in a PNG file.", remedy: "Use 1 to 79 Latin letters."
        )
      }
      // What Latin-1 cannot write goes into an international text entry.
      if let content = value.latin1 {
        file += chunk("tEXt", name + [0] + content)
      } else {
        file += chunk("iTXt", name + [0, 0, 0, 0, 0] + Array(value.utf8))
      }
    }
    for (type, data) in chunks { file += chunk(type, data) }
    file += chunk("IDAT", try compress(filtered(image)))
    file += chunk("IEND", [])
    return file
  }

  /// The text of a key: a tEXt entry, or an iTXt entry that is not compressed. Nil where the file has none.
  static func text(_ key: String, in file: [UInt8]) -> String? {
    for (type, data) in chunks(of: file) {
      guard let end = data.firstIndex(of: 0), data[..<end].elementsEqual(key.utf8) else { continue }
      let rest = data[(end + 1)...]
      switch type {
      case "tEXt":
        var text = String.UnicodeScalarView()
        for byte in rest { text.append(Unicode.Scalar(byte)) }
        return String(text)
      case "iTXt" where rest.first == 0:
        // Behind the two bytes of the compression come a language and a translated key, each ended by a zero.
        let parts = rest.dropFirst(2).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3 { return String(decoding: parts[2], as: UTF8.self) }
      default: continue
      }
    }
    return nil
  }

  /// The chunks of a file whose check sums are right, in order, without the pixels'.
  static func chunks(of file: [UInt8]) -> [(type: String, data: ArraySlice<UInt8>)] {
    func number(at place: Int) -> Int { file[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
    guard file.starts(with: signature) else { return [] }
    var result: [(type: String, data: ArraySlice<UInt8>)] = []
    var place = 8
    while place + 12 <= file.count {
      let size = number(at: place)
      guard size <= file.count - place - 12 else { break }
      let body = file[(place + 4)..<(place + 8 + size)]
      let type = String(decoding: body.prefix(4), as: UTF8.self)
      let check = body.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
      if type != "IDAT", number(at: place + 8 + size) == Int(check) {
        result.append((type, body.dropFirst(4)))
      }
      place += 12 + size
    }
    return result
  }

  // MARK: Implementation

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    let check = body.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
    return UInt32(data.count).bigEndianBytes + body + UInt32(truncatingIfNeeded: check).bigEndianBytes
  }

  /// The rows, each behind its filter's number: 2, the difference from the row above.
  private static func filtered(_ image: Image) -> [UInt8] {
    let row = image.width * 3
    return [UInt8](unsafeUninitializedCapacity: (row + 1) * image.height) { target, count in
      image.pixels.withUnsafeBufferPointer { source in
        for y in 0..<image.height {
          let (to, from) = (y * (row + 1), y * row)
          target.initializeElement(at: to, to: 2)
          if y == 0 {
            for x in 0..<row { target.initializeElement(at: to + 1 + x, to: source[x]) }
          } else {
            for x in 0..<row {
              target.initializeElement(at: to + 1 + x, to: source[from + x] &- source[from - row + x])
            }
          }
        }
      }
      count = (row + 1) * image.height
    }
  }

  private static func compress(_ data: [UInt8]) throws(DreamError) -> [UInt8] {
    var size = compressBound(uLong(data.count))
    var status = Z_OK
    let result = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
      status = data.withUnsafeBufferPointer {
        compress2(target.baseAddress, &size, $0.baseAddress, uLong($0.count), 3)
      }
      count = status == Z_OK ? Int(size) : 0
    }
    guard status == Z_OK else {
      throw DreamError(.backend, "zlib could not compress the picture (status \(status)).")
    }
    return result
  }
}

/// One file being read.
private struct PNGReader {
  /// The chunks that make the pixels. The others are left out: libpng would apply gamma by some, and text and
  /// profiles are nothing that a picture needs.
  private static let wanted: Set<String> = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]

  private var bytes: [UInt8]
  /// The rows that the file's header promises.
  let height: Int
  /// The pixels in a row that the file's header promises.
  let width: Int
  /// Whether the file shows everywhere what is read from it: 8-bit RGB without a transparent colour.
  private let isPlain: Bool

  /// Reads the header by hand, so that a decompression bomb is detected before any allocation.
  init(_ file: [UInt8]) throws(DreamError) {
    func number(at place: Int) -> Int { file[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
    bytes = PNGCodec.signature
    bytes.reserveCapacity(file.count)
    var place = 8
    var last = ""
    var isOpaque = true
    while place + 12 <= file.count, last != "IEND" {
      let size = number(at: place)
      guard size <= file.count - place - 12 else { break }
      last = String(decoding: file[(place + 4)..<(place + 8)], as: UTF8.self)
      if last == "tRNS" { isOpaque = false }
      if Self.wanted.contains(last) { bytes += file[place..<(place + 12 + size)] }
      place += 12 + size
    }
    guard last == "IEND", bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
      throw DreamError(.unreadable, "The PNG file is damaged or incomplete.", remedy: "Fetch it again.")
    }
    width = number(at: 16)
    height = number(at: 20)
    isPlain = isOpaque && bytes[24] == 8 && bytes[25] == 2
  }

  /// Decodes the pixels to RGB; where there is alpha, with it, which is then left out.
  func read() throws(DreamError) -> Image {
    let count = width * height
    let channels = isPlain ? 3 : 4
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    let decoded = bytes.withUnsafeBytes { data -> [UInt8]? in
      guard png_image_begin_read_from_memory(&image, data.baseAddress, data.count) != 0 else { return nil }
      guard Int(image.width) == width, Int(image.height) == height else { return nil }
      image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR | (isPlain ? 0 : PNG_FORMAT_FLAG_ALPHA))
      image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      return [UInt8](unsafeUninitializedCapacity: count * channels) { target, filled in
        let row = png_int_32(width * channels)
        let isRead = png_image_finish_read(&image, nil, target.baseAddress, row, nil) != 0
        filled = isRead ? count * channels : 0
      }
    }
    guard let decoded, decoded.count == count * channels, image.warning_or_error == 0 else {
      let reason = withUnsafeBytes(of: image.message) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw DreamError(
        .unreadable, "The PNG file is damaged\(reason.isEmpty ? "" : ": \(reason)").",
        remedy: "Fetch it again.")
    }
    if isPlain { return Image(height: height, width: width, pixels: decoded, file: bytes) }
    let pixels = [UInt8](unsafeUninitializedCapacity: count * 3) { target, filled in
      decoded.withUnsafeBufferPointer { four in
        for pixel in 0..<count {
          for channel in 0..<3 {
            target.initializeElement(at: pixel * 3 + channel, to: four[pixel * 4 + channel])
          }
        }
      }
      filled = count * 3
    }
    return Image(height: height, width: width, pixels: pixels)
  }
}

extension UInt32 {
  fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

extension String {
  /// The text in Latin-1 without control characters but line ends, or nil.
  fileprivate var latin1: [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in unicodeScalars {
      guard scalar.value == 10 || (0x20...0x7E).contains(scalar.value) || (0xA1...0xFF).contains(scalar.value)
      else {
        return nil
      }
      bytes.append(UInt8(scalar.value))
    }
    return bytes
  }
}

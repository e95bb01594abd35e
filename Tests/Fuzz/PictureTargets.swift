import DreamKit

/// The decoder of PNG files.
struct PNGTarget: FuzzTarget {
  static let name = "png"
  let seeds: [[UInt8]]
  let words = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "iTXt", "eXIf", "\u{89}PNG\r\n\u{1A}\n"].map {
    $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }

  init() throws {
    seeds = try SeedFiles.matching(["Tests/Fixtures/Images/*.png", "Tests/Fixtures/Fuzz/png/*"])
  }

  func read(_ input: [UInt8], dice: inout SeededGenerator) {
    Pictures.read(PNGCheckSums.repaired(input), &dice)
  }
}

/// The decoder of JPEG files, with EXIF's orientation.
struct JPEGTarget: FuzzTarget {
  static let name = "jpeg"
  let seeds: [[UInt8]]
  /// The markers of segments, and what EXIF begins with.
  let words: [[UInt8]] =
    (0xC0...0xFE).map { [0xFF, $0] }
    + ["Exif\0\0MM\0*", "Exif\0\0II*\0", "Adobe", "JFIF\0"].map { Array($0.utf8) }

  init() throws {
    seeds = try SeedFiles.matching(["Tests/Fixtures/Images/*.jpg", "Tests/Fixtures/Fuzz/jpeg/*"])
  }

  func read(_ input: [UInt8], dice: inout SeededGenerator) { Pictures.read(input, &dice) }
}

/// What both decoders are held to.
enum Pictures {
  /// Decodes a picture, at its size or as a thumbnail, and checks that it is whole.
  static func read(_ input: [UInt8], _ dice: inout SeededGenerator) {
    let side = Bool.random(using: &dice) ? Int.random(in: 1...64, using: &dice) : nil
    guard let image = try? Image(decoding: input, maxDimension: side, limits: ImageLimits(maxPixels: 1 << 20))
    else {
      return
    }
    precondition(image.pixels.count == image.width * image.height * 3)
    precondition(side.map { max(image.width, image.height) <= $0 } ?? true)
  }
}

/// Makes damaged PNG files look sound, so that the damage gets past the check sums.
enum PNGCheckSums {
  /// The file with the check sums that belong to its chunks, as far as these can be told apart.
  static func repaired(_ file: [UInt8]) -> [UInt8] {
    var file = file
    var start = 8
    while start + 12 <= file.count {
      let length = file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = start + 8 + length
      guard end + 4 <= file.count else { break }
      let sum = checkSum(file[(start + 4)..<end])
      for offset in 0..<4 { file[end + offset] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * offset)) }
      start = end + 4
    }
    return file
  }

  // MARK: Implementation

  /// CRC-32 as the PNG specification has it (ISO 3309).
  private static func checkSum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes { sum = table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
    return ~sum
  }

  private static let table: [UInt32] = (0..<256).map { index in
    var value = UInt32(index)
    for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    return value
  }
}

import Ground
import Testing

@testable import DreamKit

@Suite("Decoding pictures")
struct ImageDecodingTests {
  @Test(
    "PNG files of every kind have the levels that Pillow reads",
    arguments: [
      "grey1", "grey2", "grey4", "grey8", "grey16", "rgb8", "rgb16", "greyalpha8", "greyalpha16", "rgba8",
      "rgba16",
      "palette1", "palette2", "palette4", "palette8", "palettealpha", "rgbkey", "gamma",
    ])
  func png(name: String) throws {
    let image = try Image(decoding: ImageFixtures.bytes(name + ".png"))
    // Pillow takes the high byte of 16 bits; here they are scaled and rounded.
    let tolerance = name.hasSuffix("16") ? 1 : 0
    #expect(image.difference(from: try ImageFixtures.expected(name + ".png")) <= tolerance)
  }

  @Test(
    "JPEG files of every kind have the levels that Pillow reads",
    arguments: ["colour", "progressive", "grey", "cmyk"])
  func jpeg(name: String) throws {
    let image = try Image(decoding: ImageFixtures.bytes(name + ".jpg"))
    #expect(image.difference(from: try ImageFixtures.expected(name + ".jpg")) <= 1)
  }

  @Test("CMYK is taken as Adobe stores it, also without Adobe's segment, as in Pillow")
  func plainCMYK() throws {
    var bytes = try ImageFixtures.bytes("cmyk.jpg")
    let start = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xEE })
    bytes.removeSubrange(start..<(start + 2 + (Int(bytes[start + 2]) << 8 | Int(bytes[start + 3]))))
    #expect(try Image(decoding: bytes).difference(from: try ImageFixtures.expected("cmyk.jpg")) <= 1)
  }

  @Test("The EXIF orientation is applied", arguments: 1...8)
  func orientation(_ orientation: Int) throws {
    let name = "orientation\(orientation).jpg"
    let image = try Image(decoding: ImageFixtures.bytes(name))
    #expect((image.width, image.height) == (orientation < 5 ? (24, 16) : (16, 24)))
    #expect(image.difference(from: try ImageFixtures.expected(name)) <= 1)
  }

  @Test("A thumbnail bounds the upright picture")
  func orientedThumbnail() throws {
    let image = try Image(decoding: ImageFixtures.bytes("orientation6.jpg"), maxDimension: 12)
    #expect((image.width, image.height) == (8, 12))
  }

  @Test("Thumbnails are Pillow's", arguments: ["wide.jpg", "wide.png", "tall.png"], [24, 13, 7])
  func thumbnail(name: String, side: Int) throws {
    let image = try Image(decoding: ImageFixtures.bytes(name), maxDimension: side)
    #expect(image.difference(from: try ImageFixtures.expected("\(name)@\(side)")) <= 1)
  }

  @Test("A picture that fits is left alone")
  func fitting() throws {
    let bytes = try ImageFixtures.bytes("rgb8.png")
    #expect(try Image(decoding: bytes, maxDimension: 7) == Image(decoding: bytes))
  }

  @Test(
    "A file that ends early is refused, wherever it ends",
    arguments: ["colour.jpg", "progressive.jpg", "palette8.png"])
  func truncated(name: String) throws {
    let bytes = try ImageFixtures.bytes(name)
    // A JPEG file without its last two bytes, the end marker, still has its whole picture.
    for count in 0..<(bytes.count - 2) {
      #expect(throws: DreamError.self, "\(count) bytes") { try Image(decoding: Array(bytes[..<count])) }
    }
  }

  @Test("Files with bytes changed at random are read or refused, and nothing worse")
  func mutated() throws {
    var generator = SeededGenerator(seed: 2)
    let limits = ImageLimits(maxPixels: 1 << 16)
    for name in [
      "colour.jpg", "progressive.jpg", "cmyk.jpg", "orientation6.jpg", "palette8.png", "rgba16.png",
    ] {
      let bytes = try ImageFixtures.bytes(name)
      for _ in 0..<400 {
        var changed = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(
            in: 0...255, using: &generator)
        }
        let image = try? Image(
          decoding: changed, maxDimension: Bool.random(using: &generator) ? 9 : nil, limits: limits)
        if let image { #expect(image.pixels.count == image.width * image.height * 3) }
      }
    }
  }

  @Test("A header that promises too many pixels is refused before anything is allocated")
  func bomb() throws {
    var png = try ImageFixtures.bytes("rgb8.png")
    png.replaceSubrange(16..<24, with: [0, 1, 0, 0, 0, 1, 0, 0])
    let error = #expect(throws: DreamError.self) { try Image(decoding: png) }
    #expect(error?.kind == .limitExceeded)
    #expect(error?.message.contains("65536×65536") == true)

    let jpeg = try ImageFixtures.bytes("colour.jpg")
    let tight = #expect(throws: DreamError.self) {
      try Image(decoding: jpeg, limits: ImageLimits(maxPixels: 383))
    }
    #expect(tight?.kind == .limitExceeded)
    #expect(throws: Never.self) { try Image(decoding: jpeg, limits: ImageLimits(maxPixels: 384)) }
  }

  @Test("Other formats are refused by name")
  func otherFormats() {
    let error = #expect(throws: DreamError.self) { try Image(decoding: Array("GIF89a".utf8)) }
    #expect(error?.message.contains("PNG") == true && error?.message.contains("JPEG") == true)
    #expect(throws: DreamError.self) { try Image(decoding: []) }
  }
}

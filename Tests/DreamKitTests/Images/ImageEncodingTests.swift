import Ground
import Testing

@testable import DreamKit

@Suite("Encoding pictures")
struct ImageEncodingTests {
  private let image = Image.sample(width: 31, height: 17)

  @Test("A PNG file holds the picture exactly")
  func png() throws {
    #expect(try Image(decoding: image.pngData()) == image)
    let pixel = Image(height: 1, width: 1, pixels: [1, 2, 3])
    #expect(try Image(decoding: pixel.pngData()) == pixel)
  }

  @Test("A PNG file carries texts, in Latin-1 or Unicode")
  func text() throws {
    let file = try image.pngData(text: ["Software": "DreamKit", "Title": "Snovi Ž"])
    let text = String(decoding: file, as: UTF8.self)
    #expect(text.contains("tEXtSoftware\0DreamKit"))
    #expect(text.contains("iTXtTitle\0\0\0\0\0Snovi Ž"))
    #expect(try Image(decoding: file) == image)
    #expect(throws: DreamError.self) { try image.pngData(text: ["": "x"]) }
  }

  @Test("A picture from a PNG file of 8-bit RGB is that file again, without what is no pixels")
  func same() throws {
    let file = try image.pngData()
    let foreign = try PNGCodec.encode(
      image, text: ["Author": "N. N."], chunks: [("gAMA", [0, 0, 0x27, 0x10])])
    #expect(try Image(decoding: foreign).pngData() == file)
    let stored = try ImageFixtures.bytes("rgb8.png")
    let picture = try Image(decoding: stored)
    let again = try picture.pngData()
    #expect(
      stored.count - again.count
        == PNGCodec.chunks(of: stored).dropFirst().dropLast().reduce(0) { $0 + 12 + $1.data.count })
    #expect(try Image(decoding: again) == picture)
    // What is added to the file, or made of the picture, has its own.
    #expect(PNGCodec.text("Title", in: try picture.pngData(text: ["Title": "Sky"])) == "Sky")
    let small = try Image(decoding: file, maxDimension: 10)
    #expect(try Image(decoding: small.pngData()) == small)
  }

  @Test(
    "A picture from any other PNG file is written as what was read of it",
    arguments: ["grey8", "rgb16", "rgba8", "palette8", "palettealpha", "rgbkey"])
  func other(name: String) throws {
    let picture = try Image(decoding: ImageFixtures.bytes(name + ".png"))
    let file = try picture.pngData()
    #expect(PNGCodec.chunks(of: file).map(\.type) == ["IHDR", "IEND"])
    #expect(file[24...25].elementsEqual([8, 2]))
    #expect(try Image(decoding: file) == picture)
  }

  @Test("A JPEG file holds the picture closely")
  func jpeg() throws {
    let smooth = Image(height: 16, width: 16, pixels: (0..<(16 * 16 * 3)).map { UInt8($0 / 6) })
    let decoded = try Image(decoding: smooth.jpegData(quality: 100))
    #expect(decoded.difference(from: smooth) <= 4)
    #expect(try smooth.jpegData(quality: 10).count < smooth.jpegData(quality: 100).count)
    #expect(throws: DreamError.self) { try smooth.jpegData(quality: 0) }
  }

  @Test("The ending of the name chooses the format")
  func write() throws {
    try ImageFixtures.withFolder { folder in
      try image.write(to: folder + "/a.png")
      try image.write(to: folder + "/b.JPEG")
      #expect(try Image(contentsOf: folder + "/a.png") == image)
      #expect(try Files.read(folder + "/b.JPEG").starts(with: JPEGCodec.signature))
      #expect(throws: DreamError.self) { try image.write(to: folder + "/c.gif") }
      let error = #expect(throws: DreamError.self) { try image.write(to: folder + "/none/d.png") }
      #expect(error?.description.contains("\(folder)/none' does not exist") == true)
    }
  }

  @Test("A file that is not there is answered with the names that are")
  func nearNames() throws {
    try ImageFixtures.withFolder { folder in
      try image.write(to: folder + "/flowers.png")
      let error = #expect(throws: DreamError.self) { try Image(contentsOf: folder + "/flower.png") }
      #expect(error?.kind == .notFound)
      #expect(error?.remedy?.contains("'flowers.png'") == true)
    }
  }

  @Test("The sample picture is the same for the same seed, and has light and darkness")
  func sample() {
    #expect(Image.sample(width: 40, height: 30) == Image.sample(width: 40, height: 30))
    #expect(Image.sample(width: 40, height: 30, seed: 1) != Image.sample(width: 40, height: 30, seed: 2))
    let levels = Image.sample(width: 100, height: 75).pixels
    #expect((levels.max() ?? 0) > 230 && (levels.min() ?? 255) < 40)
    #expect(Image.sample(width: 1, height: 1).pixels.count == 3)
  }
}

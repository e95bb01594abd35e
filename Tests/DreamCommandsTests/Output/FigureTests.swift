import DreamKit
import Foundation
import FoundationXML
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// Figures of pictures: what a notebook gets of them, and what is left where a viewer takes things away.
struct FigureTests {
  private let sky = Image.sample(width: 12, height: 8)
  private let night = Image(height: 8, width: 12, pixels: [UInt8](repeating: 9, count: 288))

  /// Parses HTML as XML, after its elements without an end were closed.
  static func isWellFormed(_ html: String) -> Bool {
    let closed = html.replacing(#/<(img|input|meta)([^>]*)>/#) { "<\($0.output.1)\($0.output.2)/>" }
      .replacing("<!DOCTYPE html>", with: "")
    return XMLParser(data: Data(closed.utf8)).parse()
  }

  /// What is left where neither styles nor scripts nor form elements are allowed.
  private func sanitised(_ html: String) -> String {
    html.replacing(#/ (style|on[a-z]+)="[^"]*"/#, with: "").replacing(#/<input[^>]*>/#, with: "")
      .replacing(#/<button.*?</button>/#, with: "")
  }

  private func html(_ figure: FigureObject) throws -> String {
    String(decoding: try #require(figure.file(named: "x.html")), as: UTF8.self)
  }

  @Test func comparisonHasAllThatAViewerNeeds() throws {
    let figure = try PictureFigures.compare(sky, night, titles: ("a < b", "night"))
    let bundle = try Value.object(figure).bundle()
    #expect(bundle.representations.map(\.type) == ["text/plain", "image/png", "text/html"])
    guard case .bytes(let png) = bundle["image/png"], case .text(let html) = bundle["text/html"] else {
      Issue.record("no picture")
      return
    }
    // Side by side: 12 + 6 + 12 pixels, the second picture at its place.
    let both = try Image(decoding: png)
    #expect(both.width == 30 && both.height == 8 && bundle.pixelSize?.width == 30)
    #expect(Array(both.pixels[0..<36]) == Array(sky.pixels[0..<36]))
    #expect(Array(both.pixels[36..<54]) == [UInt8](repeating: 128, count: 18))
    #expect(Array(both.pixels[54..<90]) == [UInt8](repeating: 9, count: 36))
    #expect(Self.isWellFormed(html))
    #expect(html.contains("a &lt; b") && !html.contains("a < b"))
    #expect(html.ranges(of: "<input type=\"range\"").count == 1)
    #expect(!html.contains("http") && !html.contains("<script"))
    // Both pictures stay, once, where styles and scripts are taken away.
    #expect(sanitised(html).ranges(of: "data:image/png").count == 2)
  }

  /// Nothing compresses noise, so that it is large.
  @Test func aLargeFigureIsJPEGInANotebookAndExactInAFile() throws {
    var generator = SeededGenerator(seed: 1)
    let noise = (0..<2).map { _ in
      Image(
        height: 200, width: 200,
        pixels: (0..<120_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
    let figure = try PictureFigures.grid(noise, titles: [], columns: 2)
    let bundle = try Value.object(figure).bundle()
    #expect(bundle.representations.map(\.type) == ["text/plain", "image/jpeg", "text/html"])
    guard case .bytes(let jpeg) = bundle["image/jpeg"], case .text(let html) = bundle["text/html"] else {
      Issue.record("no picture")
      return
    }
    let shown = try Image(decoding: jpeg)
    #expect([shown.width, shown.height] == [406, 200] && html.ranges(of: "data:image/jpeg").count == 2)
    #expect(try Image(decoding: #require(figure.file(named: "x.png"))) == figure.picture)
  }

  @Test func aGridHasItsColumns() throws {
    let figure = try PictureFigures.grid(
      [sky, night, sky, night, sky], titles: ["1", "2", "3", "4", "5"], columns: 2)
    let html = try html(figure)
    #expect(Self.isWellFormed(html))
    #expect(html.ranges(of: "<tr ").count == 3 && html.ranges(of: "<td ").count == 5)
    #expect(html.contains("alt=\"3\""))
    let sheet = try #require(figure.picture)
    #expect(sheet.width == 30 && sheet.height == 8 * 3 + 6 * 2)
    #expect(figure.bundle().pixelSize?.height == 36)
    #expect(try Image(decoding: try #require(figure.file(named: "X.PNG"))) == sheet)
    #expect(figure.file(named: "x.svg") == nil && figure.endings == [".html", ".png"])
  }

  @Test func picturesOfManySizesStandInTheMiddleOfTheirPlaces() throws {
    let small = Image(height: 2, width: 4, pixels: [UInt8](repeating: 250, count: 24))
    let sheet = try #require(ContactSheet.make([sky, small], columns: 2))
    func level(_ x: Int, _ y: Int) -> UInt8 { sheet.pixels[(y * 30 + x) * 3] }
    #expect(level(22, 3) == 250 && level(25, 4) == 250)
    #expect(level(21, 3) == 128 && level(26, 3) == 128 && level(22, 2) == 128 && level(22, 5) == 128)
    #expect(ContactSheet.make([], columns: 2) == nil)
  }

  @Test func aScrubberIsAStripThatScrollsByHand() throws {
    let jpeg = try sky.jpegData()
    let frames = (0..<3).map {
      (picture: EmbeddedPicture(jpeg: jpeg, width: 12, height: 8), caption: "Step \($0)")
    }
    let figure = PictureFigures.scrub(frames, size: (12, 8), sheet: nil)
    let html = try html(figure)
    #expect(Self.isWellFormed(html))
    #expect(html.contains("scroll-snap-type") && html.contains("max=\"2\""))
    let left = sanitised(html)
    #expect(left.ranges(of: "<img src=\"data:image/jpeg").count == 3)
    #expect(left.ranges(of: "<figcaption").count == 3)
    #expect(figure.bundle().representations.map(\.type) == ["text/plain", "text/html"])
  }

  @Test func largePicturesBecomeSmallerFiles() throws {
    var generator = SeededGenerator(seed: 1)
    let noise = Image(
      height: 200, width: 300,
      pixels: (0..<180_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    #expect(try EmbeddedPicture(noise).source.hasPrefix("data:image/jpeg"))
    #expect(try EmbeddedPicture(sky).source.hasPrefix("data:image/png"))
    #expect(
      try EmbeddedPicture(sky).element(alt: "x", shown: 6).contains("width=\"6\" height=\"4\" alt=\"x\""))
  }

  @Test func aDreamShowsItselfAsAWhole() throws {
    var ascent = PaperOctaveAscent()
    ascent.octaves = [0, 1]
    let provenance = Provenance(
      command: "dream", network: "Net", layers: ["a", "b<c"],
      method: .paperOctaves(ascent, seed: nil), log: StepLog(), wasInterrupted: true)
    let bundle = try Value.image(sky.with(provenance: provenance)).bundle()
    #expect(bundle.representations.map(\.type) == ["text/plain", "image/png", "text/html"])
    #expect(bundle["text/plain"] == .text("Dream 12×8 of Net's a + b<c, 0 steps, interrupted"))
    let html = try #require(bundle["text/html"]?.text)
    #expect(Self.isWellFormed(html))
    #expect(html.contains("<code>0, 1</code>") && html.contains("b&lt;c"))
    #expect(bundle["image/png"] == .bytes(try sky.pngData()))
  }
}

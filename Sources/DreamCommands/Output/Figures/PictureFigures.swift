import DreamKit
import DreamLanguage
import Ground

/// Pictures in HTML for people to look at. Every figure is one piece of HTML with its pictures in it, without a style
/// sheet, a script file or another address, so that it works in a notebook, in an exported page and from a disk.
///
/// Viewers leave different things of it away: without scripts the sliders do nothing, but what they move can still be
/// moved by hand; without styles the pictures remain, beside or below each other, with their captions.
enum PictureFigures {
  /// The width in pixels that a figure fills at the most.
  static let width = 960

  /// Two pictures: one over the other with a border that can be moved, and beside each other.
  ///
  /// - Throws: DreamError where a picture cannot be encoded.
  static func compare(_ a: Image, _ b: Image, titles: (String, String)) throws(DreamError) -> FigureObject {
    let (left, right) = (
      try EmbeddedPicture(a.thumbnail(maxDimension: 2 * width)),
      try EmbeddedPicture(b.thumbnail(maxDimension: 2 * width))
    )
    let plain = "Compare: \(titles.0), \(a.width)×\(a.height), and \(titles.1), \(b.width)×\(b.height)"
    let html = figure(
      swipe(left, right, titles)
        + table([[cell(left, titles.0, columns: 2), cell(right, titles.1, columns: 2)]]))
    return FigureObject(plain: plain, html: html, picture: ContactSheet.make([a, b], columns: 2))
  }

  /// Pictures with their titles in rows and columns.
  ///
  /// - Parameter titles: one for each picture, or none.
  /// - Throws: DreamError where a picture cannot be encoded.
  static func grid(_ images: [Image], titles: [String], columns: Int) throws(DreamError) -> FigureObject {
    var cells: [String] = []
    for (index, image) in images.enumerated() {
      let title = index < titles.count ? titles[index] : ""
      // Twice the pixels that are shown are enough for every screen.
      let small = image.thumbnail(maxDimension: max(image.height * width / image.width, width) * 2 / columns)
      cells.append(cell(try EmbeddedPicture(small), title, columns: columns))
    }
    let rows = stride(from: 0, to: cells.count, by: columns).map {
      Array(cells[$0..<min($0 + columns, cells.count)])
    }
    let names = titles.isEmpty ? "" : ": " + titles.joined(separator: ", ")
    let count = "\(images.count) \(images.count == 1 ? "picture" : "pictures")"
    return FigureObject(
      plain: "Grid of \(count)\(names)", html: figure(table(rows)),
      picture: ContactSheet.make(
        images.map { $0.thumbnail(maxDimension: max(ContactSheet.width / columns, 32)) }, columns: columns))
  }

  /// Pictures one after the other: a strip to be scrolled, with a slider.
  ///
  /// - Parameters:
  ///   - frames: the pictures with their captions.
  ///   - size: the size at which all are shown.
  ///   - sheet: the pictures beside each other, for viewers without HTML.
  static func scrub(
    _ frames: [(picture: EmbeddedPicture, caption: String)], size: (width: Int, height: Int), sheet: Image?
  ) -> FigureObject {
    let width = min(size.width, Self.width)
    let slides = frames.map { frame in
      "<figure style=\"margin:0;flex:0 0 100%;scroll-snap-align:start\">"
        + "<img src=\"\(frame.picture.source)\" width=\"\(width)\" alt=\"\(Markup.escaped(frame.caption))\" "
        + "style=\"display:block;width:100%;height:auto;aspect-ratio:\(size.width)/\(size.height)\">"
        + "<figcaption style=\"padding:4px 0\">\(Markup.escaped(frame.caption))</figcaption></figure>"
    }
    let strip =
      "<div tabindex=\"0\" style=\"display:flex;overflow-x:auto;scroll-snap-type:x mandatory;max-width:\(width)px\" "
      + "onscroll=\"this.nextElementSibling.lastElementChild.value=Math.round(this.scrollLeft/this.clientWidth)\">"
      + slides.joined() + "</div>"
    // The button goes on by one step a quarter of a second, and from the last to the first.
    let button =
      "<button type=\"button\" aria-label=\"play\" onclick=\"var b=this,r=b.nextElementSibling,"
      + "s=b.parentNode.previousElementSibling;if(b.t){clearInterval(b.t);b.t=0}else{b.t=setInterval(function(){"
      + "r.value=(+r.value+1)%(+r.max+1);s.scrollLeft=s.clientWidth*r.value},250)}\">&#9654;</button>"
    let slider =
      "<input type=\"range\" min=\"0\" max=\"\(max(frames.count - 1, 0))\" value=\"0\" aria-label=\"step\" "
      + "style=\"flex:1\" "
      + "oninput=\"var s=this.parentNode.previousElementSibling;s.scrollLeft=s.clientWidth*this.value\">"
    let controls = "<div style=\"display:flex;gap:8px;max-width:\(width)px\">\(button)\(slider)</div>"
    return FigureObject(
      plain: "Scrubber over \(frames.count) pictures of a dream", html: figure(strip + controls),
      picture: sheet)
  }

  /// A drawing in SVG as a picture in HTML.
  ///
  /// - Parameter size: the size at which it is shown, in pixels; nil is its own.
  static func drawing(_ svg: String, alt: String, size: (width: Int, height: Int)? = nil) -> String {
    let sides = size.map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? ""
    return "<img src=\"data:image/svg+xml;base64,\(Base64.encode(Array(svg.utf8)))\"\(sides) "
      + "alt=\"\(Markup.escaped(alt))\" style=\"max-width:100%;height:auto\">"
  }

  /// A figure element around some HTML.
  static func figure(_ content: String) -> String { "<figure style=\"margin:0\">\(content)</figure>" }

  // MARK: Implementation

  /// One picture over the other, in a box of the first one's size. The upper one's box can be drawn by its corner, or
  /// by the slider below. Both are backgrounds, which vanish with the styles, so that nobody sees them twice.
  private static func swipe(
    _ left: EmbeddedPicture, _ right: EmbeddedPicture, _ titles: (String, String)
  ) -> String {
    let width = min(left.width, Self.width)
    let label = "background:#0008;color:#fff;font-size:12px;padding:1px 6px;position:absolute;top:6px"
    return
      "<div style=\"position:relative;width:\(width)px;max-width:100%;aspect-ratio:\(left.width)/\(left.height);"
      + "container-type:inline-size;overflow:hidden;background:url(\(right.source)) 0 0/100% 100%\">"
      + "<div style=\"position:absolute;top:0;left:0;height:100%;width:50%;max-width:100%;box-sizing:border-box;"
      + "resize:horizontal;overflow:hidden;border-right:2px solid #fff;"
      + "background:url(\(left.source)) 0 0/\(width)px auto no-repeat;background-size:100cqw auto\">"
      + "<span style=\"\(label);left:6px\">\(Markup.escaped(titles.0))</span></div>"
      + "<span style=\"\(label);right:6px\">\(Markup.escaped(titles.1))</span></div>"
      + "<input type=\"range\" min=\"0\" max=\"100\" value=\"50\" aria-label=\"how much of the first picture\" "
      + "style=\"display:block;width:\(width)px;max-width:100%;margin:4px 0 12px\" "
      + "oninput=\"this.previousElementSibling.firstElementChild.style.width=this.value+'%'\">"
  }

  private static func table(_ rows: [[String]]) -> String {
    let lines = rows.map { "<tr style=\"background:none\">\($0.joined())</tr>" }
    return "<table style=\"border:none;border-collapse:separate;margin:0\">\(lines.joined())</table>"
  }

  private static func cell(_ picture: EmbeddedPicture, _ title: String, columns: Int) -> String {
    let shown = min(picture.width, max(width / max(columns, 1), 32))
    let name = title.isEmpty ? "" : "<div style=\"padding:2px 0\">\(Markup.escaped(title))</div>"
    return "<td style=\"border:none;padding:3px;text-align:center;vertical-align:top\">"
      + picture.element(alt: title.isEmpty ? "picture" : title, shown: shown, isCentred: true) + name
      + "</td>"
  }
}

/// A figure as a value: shown where it is a cell's result, by show() and by display(); saved as .html, .svg or .png.
final class FigureObject: Displayable {
  let representation: String
  private let representations: [MIMEBundle.Representation]
  /// The figure as a picture, where it is one.
  let picture: Image?

  /// Pictures of at most so many bytes go to a notebook exactly; larger ones, which would swell it, as JPEG files.
  private static let exactLimit = 200_000

  /// A figure in HTML, and as a picture where that can be.
  init(plain: String, html: String, picture: Image?) {
    representation = plain
    self.picture = picture
    let sheet = picture.flatMap { try? EmbeddedPicture.file(of: $0, exactUpTo: Self.exactLimit) }.map {
      (type: $0.type, content: MIMEBundle.Content.bytes($0.0))
    }
    representations = [sheet, ("text/html", .text(html))].compactMap { $0 }
  }

  /// A drawing in SVG, and in HTML that holds it as a picture: JupyterLab shows SVG only in notebooks that are trusted.
  init(plain: String, svg: String) {
    representation = plain
    picture = nil
    representations = [
      ("image/svg+xml", .text(svg)), ("text/html", .text(PictureFigures.drawing(svg, alt: plain))),
    ]
  }

  var type: TypeDescriptor { .figure }

  func bundle() -> MIMEBundle {
    MIMEBundle(
      [("text/plain", .text(representation))] + representations,
      pixelSize: picture.map { ($0.width, $0.height) })
  }

  /// The endings of the files that it can be saved as.
  var endings: [String] {
    representations.contains { $0.type == "image/svg+xml" }
      ? [".svg", ".html"] : [".html"] + (picture == nil ? [] : [".png"])
  }

  /// What a file of a name's ending would hold: `.png`, `.svg` or `.html`; nil where the figure is nothing of that kind.
  func file(named name: String) -> [UInt8]? {
    let name = name.lowercased()
    func text(_ type: String) -> String? { bundle()[type]?.text }
    if name.hasSuffix(".png") { return picture.flatMap { try? $0.pngData() } }
    if name.hasSuffix(".svg") { return text("image/svg+xml").map { Array($0.utf8) } }
    guard name.hasSuffix(".html") || name.hasSuffix(".htm"),
      let body = text("text/html")
    else { return nil }
    return Array(
      ("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" "
        + "content=\"light dark\"><title>\(Markup.escaped(representation))</title></head>\n"
        + "<body style=\"font-family:system-ui,sans-serif\">\n\(body)\n</body></html>\n").utf8)
  }
}

extension TypeDescriptor {
  static let figure = TypeDescriptor("Figure")
}

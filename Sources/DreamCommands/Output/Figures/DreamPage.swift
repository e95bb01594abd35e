import DreamKit
import DreamLanguage

/// A dream as a cell's result: its picture, the curve of its loss, its time and its settings.
enum DreamPage {
  /// The picture in PNG, everything in HTML, and a line of text.
  ///
  /// - Throws: DreamError where the picture cannot be encoded.
  static func bundle(_ picture: Image, _ provenance: Provenance) throws(DreamError) -> MIMEBundle {
    MIMEBundle(
      [
        ("text/plain", .text(line(provenance, size: (picture.width, picture.height)))),
        ("image/png", .bytes(try picture.pngData())),
        ("text/html", .text(try html(picture, provenance))),
      ],
      pixelSize: (picture.width, picture.height))
  }

  /// A dream in a line: "Dream 500×375 of InceptionV3's mixed3 + mixed5, 80 steps, loss 1.25".
  static func line(_ provenance: Provenance, size: (width: Int, height: Int)) -> String {
    var line =
      "Dream \(size.width)×\(size.height) of \(provenance.network)'s \(provenance.layers.joined(separator: " + "))"
    let steps = provenance.log.losses.count
    line += ", \(steps) \(steps == 1 ? "step" : "steps")"
    if let loss = provenance.loss { line += ", loss \(loss)" }
    return provenance.wasInterrupted ? line + ", interrupted" : line
  }

  /// The curve of a dream's losses, or nil where there is none to draw.
  static func curve(_ provenance: Provenance, title: String = "") -> LineChart? {
    guard provenance.log.losses.contains(where: { $0 != nil }), provenance.log.losses.count > 1 else {
      return nil
    }
    return LineChart(
      series: [LineChart.Series(name: "", values: losses(of: provenance))], title: title, xLabel: "step",
      yLabel: "loss",
      start: 1)
  }

  /// The losses as numbers to draw.
  static func losses(of provenance: Provenance) -> [Double] {
    provenance.log.losses.map { $0.map { Double($0) } ?? .nan }
  }

  /// The dream as a page of its own.
  ///
  /// - Throws: DreamError where the picture cannot be encoded.
  static func figure(_ picture: Image, _ provenance: Provenance) throws(DreamError) -> FigureObject {
    FigureObject(
      plain: line(provenance, size: (picture.width, picture.height)), html: try html(picture, provenance),
      picture: nil)
  }

  // MARK: Implementation

  private static func html(_ picture: Image, _ provenance: Provenance) throws(DreamError) -> String {
    let caption = Markup.escaped(line(provenance, size: (picture.width, picture.height)))
    let image = try EmbeddedPicture(picture.thumbnail(maxDimension: 2 * PictureFigures.width))
    var content = image.element(alt: "dream") + "<figcaption style=\"padding:4px 0\">\(caption)</figcaption>"
    var parts: [String] = []
    if let curve = curve(provenance) {
      parts.append(PictureFigures.drawing(curve.svg, alt: curve.summary, size: (480, 240)))
    }
    parts.append(table(provenance))
    content +=
      "<div style=\"display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start\">\(parts.joined())</div>"
    return PictureFigures.figure(content)
  }

  private static func table(_ provenance: Provenance) -> String {
    var rows = provenance.settings.map { name, value in
      (name, value.sequence.map { $0.map(\.text).joined(separator: ", ") } ?? value.text)
    }
    if let mean = provenance.log.secondsPerStep {
      rows.append(("seconds a step", TextFormat.printf(mean, "%.3g")))
      rows.append(("seconds", TextFormat.printf(provenance.log.seconds.reduce(0, +), "%.3g")))
    }
    let lines = rows.map { name, value in
      "<tr style=\"background:none\"><td style=\"border:none;padding:1px 12px 1px 0;text-align:left\">"
        + "\(Markup.escaped(name))</td><td style=\"border:none;padding:1px 0;text-align:left\">"
        + "<code>\(Markup.escaped(value))</code></td></tr>"
    }
    return "<table style=\"border:none;border-collapse:collapse;margin:0\">\(lines.joined())</table>"
  }
}

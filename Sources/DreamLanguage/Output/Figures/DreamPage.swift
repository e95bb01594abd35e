import DreamKit

/// A dream as a cell's result: its picture, the curve of its loss, its time and its settings.
enum DreamPage {
  /// The picture in PNG, everything in HTML, and a line of text.
  ///
  /// - Throws: DreamError where the picture cannot be encoded.
  static func bundle(_ picture: Image, _ record: DreamRecord) throws(DreamError) -> MIMEBundle {
    MIMEBundle(
      [
        ("text/plain", .text(line(record, size: (picture.width, picture.height)))),
        ("image/png", .bytes(try picture.pngData())),
        ("text/html", .text(try html(picture, record))),
      ],
      pixelSize: (picture.width, picture.height))
  }

  /// A dream in a line: "Dream 500×375 of InceptionV3's mixed3 + mixed5, 80 steps, loss 1.25".
  static func line(_ record: DreamRecord, size: (width: Int, height: Int)) -> String {
    var line =
      "Dream \(size.width)×\(size.height) of \(record.network)'s \(record.layers.joined(separator: " + "))"
    let steps = record.history.losses.count
    line += ", \(steps) \(steps == 1 ? "step" : "steps")"
    if let loss = record.loss { line += ", loss \(loss)" }
    return record.wasInterrupted ? line + ", interrupted" : line
  }

  /// The curve of a dream's losses, or nil where there is none to draw.
  static func curve(_ record: DreamRecord, title: String = "") -> LineChart? {
    guard record.history.losses.contains(where: { $0 != nil }), record.history.losses.count > 1 else {
      return nil
    }
    return LineChart(
      series: [LineChart.Series(name: "", values: losses(of: record))], title: title, xLabel: "step",
      yLabel: "loss",
      start: 1)
  }

  /// The losses as numbers to draw.
  static func losses(of record: DreamRecord) -> [Double] {
    record.history.losses.map { $0.map { Double($0) } ?? .nan }
  }

  /// The dream as a page of its own.
  ///
  /// - Throws: DreamError where the picture cannot be encoded.
  static func figure(_ picture: Image, _ record: DreamRecord) throws(DreamError) -> FigureObject {
    FigureObject(
      plain: line(record, size: (picture.width, picture.height)), html: try html(picture, record),
      picture: nil)
  }

  // MARK: Implementation

  private static func html(_ picture: Image, _ record: DreamRecord) throws(DreamError) -> String {
    let caption = Markup.escaped(line(record, size: (picture.width, picture.height)))
    let image = try EmbeddedPicture(picture.thumbnail(maxDimension: 2 * PictureFigures.width))
    var content = image.element(alt: "dream") + "<figcaption style=\"padding:4px 0\">\(caption)</figcaption>"
    var parts: [String] = []
    if let curve = curve(record) {
      parts.append(PictureFigures.drawing(curve.svg, alt: curve.summary, size: (480, 240)))
    }
    parts.append(table(record))
    content +=
      "<div style=\"display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start\">\(parts.joined())</div>"
    return PictureFigures.figure(content)
  }

  private static func table(_ record: DreamRecord) -> String {
    var rows = record.settings.map { ($0.name, $0.value.description) }
    if let mean = record.history.secondsPerStep {
      rows.append(("seconds a step", TextFormat.printf(mean, "%.3g")))
      rows.append(("seconds", TextFormat.printf(record.history.seconds.reduce(0, +), "%.3g")))
    }
    let lines = rows.map { name, value in
      "<tr style=\"background:none\"><td style=\"border:none;padding:1px 12px 1px 0;text-align:left\">"
        + "\(Markup.escaped(name))</td><td style=\"border:none;padding:1px 0;text-align:left\">"
        + "<code>\(Markup.escaped(value))</code></td></tr>"
    }
    return "<table style=\"border:none;border-collapse:collapse;margin:0\">\(lines.joined())</table>"
  }
}

import DreamLanguage

/// The frame of a drawing of numbers in SVG: title, axes with ticks and names, and what is drawn between them.
///
/// A viewer of notebooks shows SVG as a picture of its own, which knows nothing of the page's colours. So the background
/// stays open, and all colours are of middle lightness: they read on white and on black.
struct Chart {
  /// The colours of the series, in order.
  static let colours = [
    "#3d85e0", "#d9822b", "#2f9e5b", "#cf4f8f", "#8b6fd8", "#1f9aa8", "#b59a1c", "#c9524a",
  ]
  /// The colour of texts.
  static let ink = "#808080"

  /// The sides of the whole drawing, in pixels.
  let width = 640.0
  let height = 320.0
  /// The range of the numbers along each axis.
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  var title = ""
  var xLabel = ""
  var yLabel = ""
  /// Whether the numbers along the lower edge are whole.
  var isXWhole = false
  /// What is drawn, by its name and its colour, in rows above the axes.
  var legend: [(name: String, colour: String)] = []

  private let right = 624.0
  /// Room for the longest of the numbers beside the axis.
  private var left: Double {
    let labels = rowTicks.values.map { rowTicks.label($0).count }
    return 16 + Double(labels.max() ?? 1) * Self.letter + (yLabel.isEmpty ? 0 : 20)
  }
  private var top: Double {
    14 + (title.isEmpty ? 0 : 22) + Double(legendPlaces.last.map { $0.row + 1 } ?? 0) * Self.line
  }
  private var bottom: Double { xLabel.isEmpty ? 290 : 272 }

  init(x: ClosedRange<Double>, y: ClosedRange<Double>) {
    self.x = x
    self.y = y
  }

  /// The pixels between the axes, from left to right.
  var plotWidth: Double { right - left }

  /// Where a number lies from the left.
  func column(_ value: Double) -> Double {
    left + (right - left) * Self.fraction(value, of: x)
  }

  /// Where a number lies from the top.
  func row(_ value: Double) -> Double {
    bottom - (bottom - top) * Self.fraction(value, of: y)
  }

  /// The drawing.
  ///
  /// - Parameters:
  ///   - content: SVG between the axes.
  ///   - description: the drawing in words.
  func svg(_ content: String, description: String) -> String {
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" "
        + "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" role=\"img\" "
        + "font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"\(Self.ink)\">",
      "<title>\(Markup.escaped(description))</title>",
    ]
    if !title.isEmpty {
      parts.append(
        text(title, width / 2, 20, anchor: "middle", attributes: " font-size=\"14\" font-weight=\"600\""))
    }
    parts += rows + columns
    parts.append(content)
    parts += names
    return parts.joined(separator: "\n") + "\n</svg>"
  }

  /// A coordinate with two digits behind the point at the most.
  static func number(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard hundredths != (value.rounded() * 100).rounded() else { return String(Int(value.rounded())) }
    return (hundredths / 100).description
  }

  /// The smallest and the largest of some numbers, apart where they are one.
  static func range(_ values: some Sequence<Double>) -> ClosedRange<Double>? {
    var range: ClosedRange<Double>?
    for value in values where value.isFinite {
      range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
    }
    guard let range, range.lowerBound == range.upperBound else { return range }
    let margin = max(abs(range.lowerBound) * 0.1, 0.5)
    return (range.lowerBound - margin)...(range.upperBound + margin)
  }

  // MARK: Implementation

  /// About the width of a letter, and the height of a line, in pixels.
  private static let letter = 7.0
  private static let line = 18.0

  private static func fraction(_ value: Double, of range: ClosedRange<Double>) -> Double {
    let span = range.upperBound - range.lowerBound
    return span > 0 ? (value - range.lowerBound) / span : 0.5
  }

  private func text(
    _ text: String, _ x: Double, _ y: Double, anchor: String, attributes: String = ""
  ) -> String {
    "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\"\(attributes)>"
      + "\(Markup.escaped(text))</text>"
  }

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, opacity: String) -> String {
    "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\" "
      + "stroke=\"\(Self.ink)\" stroke-opacity=\"\(opacity)\"/>"
  }

  private var rowTicks: Ticks { Ticks(from: y.lowerBound, to: y.upperBound, count: 5) }

  private var rows: [String] {
    let ticks = rowTicks
    var parts: [String] = []
    for value in ticks.values {
      parts.append(line(left, row(value), right, row(value), opacity: "0.25"))
      parts.append(text(ticks.label(value), left - 8, row(value) + 4, anchor: "end"))
    }
    if !yLabel.isEmpty {
      let middle = (top + bottom) / 2
      parts.append(
        text(
          yLabel, 14, middle, anchor: "middle",
          attributes: " transform=\"rotate(-90 14 \(Self.number(middle)))\""))
    }
    return parts
  }

  private var columns: [String] {
    let ticks = Ticks(from: x.lowerBound, to: x.upperBound, count: 8, whole: isXWhole)
    var parts = [line(left, bottom, right, bottom, opacity: "0.8")]
    for value in ticks.values {
      parts.append(line(column(value), bottom, column(value), bottom + 4, opacity: "0.8"))
      parts.append(text(ticks.label(value), column(value), bottom + 18, anchor: "middle"))
    }
    if !xLabel.isEmpty { parts.append(text(xLabel, (left + right) / 2, bottom + 38, anchor: "middle")) }
    return parts
  }

  /// Where each name of the legend stands: its row, and how far from the axis.
  private var legendPlaces: [(row: Int, offset: Double)] {
    var places: [(row: Int, offset: Double)] = []
    var (row, offset) = (0, 0.0)
    for entry in legend {
      let width = Double(entry.name.count) * Self.letter + 36
      // The axis is nowhere further right than this.
      if offset > 0, offset + width > right - 120 { (row, offset) = (row + 1, 0) }
      places.append((row, offset))
      offset += width
    }
    return places
  }

  private var names: [String] {
    zip(legend, legendPlaces).flatMap { entry, place in
      let (x, y) = (left + place.offset, (title.isEmpty ? 16 : 38) + Double(place.row) * Self.line)
      return [
        "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y - 6))\" width=\"14\" height=\"4\" "
          + "fill=\"\(entry.colour)\"/>",
        text(entry.name, x + 20, y, anchor: "start"),
      ]
    }
  }
}

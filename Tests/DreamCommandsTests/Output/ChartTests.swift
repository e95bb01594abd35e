import Foundation
import FoundationXML
import Testing

@testable import DreamCommands
@testable import DreamLanguage

/// Drawings of numbers.
struct ChartTests {
  @Test(arguments: [
    (0.0, 10.0, 5, ["0", "2", "4", "6", "8", "10"]), (0, 1, 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (-0.11, 0.1, 4, ["-0.10", "-0.05", "0", "0.05", "0.10"]), (32, 131, 5, ["40", "60", "80", "100", "120"]),
    (3, 3, 5, ["3"]), (0, 2e7, 4, ["0", "5e+06", "1e+07", "1.5e+07", "2e+07"]),
    (0, 4e-5, 4, ["0", "1e-05", "2e-05", "3e-05", "4e-05"]),
  ]) func ticksAreRound(_ low: Double, _ high: Double, _ count: Int, _ labels: [String]) {
    let ticks = Ticks(from: low, to: high, count: count)
    #expect(ticks.values.map(ticks.label) == labels)
    #expect(ticks.values.allSatisfy { $0 >= low - 1e-9 && $0 <= high + 1e-9 })
  }

  @Test func wholeTicksHaveNoFractions() {
    #expect(Ticks(from: 0, to: 3, count: 8, whole: true).values == [0, 1, 2, 3])
    #expect(Ticks(from: 0, to: 1e300, count: 8).values.count < 20)
    #expect(Ticks(from: 0, to: .infinity, count: 8).values == [0])
  }

  @Test func aCurveGoesThroughItsPoints() {
    let chart = LineChart(series: [LineChart.Series(name: "", values: [0, 1, 2])])
    // The numbers span 0 … 2 with 4 % on both sides; labels of one letter and the margin end at 37 of 640 pixels.
    let polylines = chart.svg.split(separator: "\n").filter { $0.hasPrefix("<polyline") }
    #expect(
      polylines == [
        "<polyline points=\"37,279.78 330.5,152 624,24.22\" fill=\"none\" stroke=\"#3d85e0\" stroke-width=\"1.8\" "
          + "stroke-linejoin=\"round\"/>"
      ])
    #expect(!chart.svg.contains("NaN") && !chart.svg.contains("nan"))
  }

  @Test func gapsCutACurve() {
    let chart = LineChart(series: [LineChart.Series(name: "x", values: [1, .nan, 2, 3, .infinity, 4])])
    #expect(chart.svg.ranges(of: "<polyline").count == 1)
    #expect(chart.svg.ranges(of: "<circle").count == 2)
    #expect(chart.summary == "Plot (x: 6 values from 1 to 4)")
  }

  @Test func manyNumbersAreThinnedWithoutLosingTheirExtremes() {
    var values = [Double](repeating: 0, count: 100_000)
    values[77_777] = 5
    values[12_345] = -5
    let svg = LineChart(series: [LineChart.Series(name: "", values: values)]).svg
    #expect(svg.utf8.count < 40_000)
    let points = svg.split(separator: "\n").first { $0.hasPrefix("<polyline") } ?? ""
    let rows = points.split(separator: "\"")[1].split(separator: " ").compactMap {
      Double($0.split(separator: ",")[1])
    }
    #expect(rows.max() ?? 0 > 270 && rows.min() ?? 999 < 30)
  }

  @Test func aHistogramCountsEveryNumber() {
    let chart = HistogramChart([0, 0.1, 0.9, 1, 0.5, .nan, .infinity], bins: 2)
    #expect(chart.counts == [2, 3] && chart.finite == 5 && chart.other == 2)
    #expect(chart.range == 0...1)
    #expect(chart.summary == "5 values, mean 0.5, deviation 0.405, 2 not finite")
    #expect(chart.svg.ranges(of: "<rect").count == 2)
    #expect(HistogramChart([4, 4], bins: 4).counts.reduce(0, +) == 2)
    #expect(HistogramChart([.nan], bins: 4).summary == "no finite value, 1 not finite")
  }

  @Test(arguments: [
    LineChart(series: [], title: "nothing"),
    LineChart(
      series: [
        LineChart.Series(name: "a & b", values: [1e-30, 2e30]), LineChart.Series(name: "\"<", values: []),
      ],
      title: "<title>", xLabel: "x & y", yLabel: "\"y\""),
    LineChart(series: (0..<12).map { LineChart.Series(name: "curve number \($0)", values: [Double($0)]) }),
  ]) func drawingsAreWellFormed(_ chart: LineChart) {
    #expect(XMLParser(data: Data(chart.svg.utf8)).parse())
    #expect(chart.svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    // Nothing is drawn in black or white, which one of a page's two modes would swallow.
    #expect(!chart.svg.contains("#000") && !chart.svg.contains("#fff") && !chart.svg.contains("black"))
  }

  @Test func aDrawingIsSVGAndAPictureInHTML() throws {
    let figure = FigureObject(plain: "a \"b\"", svg: LineChart(series: []).svg)
    let bundle = try Value.object(figure).bundle()
    #expect(bundle.representations.map(\.type) == ["text/plain", "image/svg+xml", "text/html"])
    let html = try #require(bundle["text/html"]?.text)
    #expect(html.hasPrefix("<img src=\"data:image/svg+xml;base64,PHN2Zy"))
    #expect(html.contains("alt=\"a &quot;b&quot;\""))
    #expect(figure.endings == [".svg", ".html"])
  }

  @Test func coordinatesAreShort() {
    #expect([1, 1.004, 1.25, 0.1 + 0.2, -3.999].map(Chart.number) == ["1", "1", "1.25", "0.3", "-4"])
  }
}

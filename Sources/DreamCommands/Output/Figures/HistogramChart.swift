import DreamKit
import DreamLanguage

#if canImport(Glibc)
  import Glibc
#endif

/// How often numbers of each size occur.
struct HistogramChart {
  /// The bounds of the bins: the smallest and the largest finite number.
  let range: ClosedRange<Double>
  /// How many numbers lie in each bin, the smallest first; the last bin holds the largest number too.
  let counts: [Int]
  /// The numbers that are finite, and those that are not.
  let finite: Int
  let other: Int
  /// The mean and the population standard deviation of the finite numbers.
  let mean: Double
  let deviation: Double
  var title = ""

  /// Counts.
  ///
  /// - Parameters:
  ///   - values: any numbers; those that are not finite are counted apart.
  ///   - bins: the number of bins, at least 1.
  init(_ values: [Float], bins: Int) {
    let numbers = values.lazy.filter(\.isFinite).map(Double.init)
    finite = numbers.reduce(0) { count, _ in count + 1 }
    other = values.count - finite
    let range = Chart.range(numbers) ?? 0...1
    self.range = range
    let sum = numbers.reduce(0, +)
    let mean = sum / Double(max(finite, 1))
    self.mean = mean
    deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(finite, 1))).squareRoot()
    var counts = [Int](repeating: 0, count: bins)
    let scale = Double(bins) / (range.upperBound - range.lowerBound)
    for number in numbers { counts[min(Int((number - range.lowerBound) * scale), bins - 1)] += 1 }
    self.counts = counts
  }

  /// The drawing in SVG.
  var svg: String {
    let highest = Double(max(counts.max() ?? 0, 1))
    var chart = Chart(x: range, y: 0...(highest * 1.04))
    (chart.title, chart.xLabel, chart.yLabel) = (title, summary, "values")
    let side = (range.upperBound - range.lowerBound) / Double(counts.count)
    let bars = counts.enumerated().filter { $1 > 0 }.map { index, count in
      let left = chart.column(range.lowerBound + Double(index) * side)
      let right = chart.column(range.lowerBound + Double(index + 1) * side)
      let (top, bottom) = (chart.row(Double(count)), chart.row(0))
      return "<rect x=\"\(Chart.number(left))\" y=\"\(Chart.number(top))\" "
        + "width=\"\(Chart.number(max(right - left - 1, 0.5)))\" height=\"\(Chart.number(bottom - top))\" "
        + "fill=\"\(Chart.colours[0])\"/>"
    }
    let description = (title.isEmpty ? "Histogram" : title) + ": " + summary
    return chart.svg(bars.joined(separator: "\n"), description: description)
  }

  /// The numbers in a sentence.
  var summary: String {
    guard finite > 0 else { return "no finite value, \(other) not finite" }
    func short(_ value: Double) -> String { TextFormat.printf(value, "%.4g") }
    let rest = other > 0 ? ", \(other) not finite" : ""
    return
      "\(finite) \(finite == 1 ? "value" : "values"), mean \(short(mean)), deviation \(short(deviation))\(rest)"
  }
}

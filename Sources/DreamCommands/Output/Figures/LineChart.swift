import DreamLanguage

/// Curves of numbers over their places.
struct LineChart {
  /// One curve: its name, or "", and its numbers; what is not finite leaves a gap.
  struct Series: Equatable {
    var name: String
    var values: [Double]
  }

  let series: [Series]
  var title = ""
  var xLabel = ""
  var yLabel = ""
  /// The place of the first number.
  var start = 0

  /// The drawing in SVG.
  var svg: String {
    let last = series.map(\.values.count).max() ?? 1
    let places = Double(start)...Double(start + max(last - 1, 1))
    let levels = Chart.range(series.flatMap(\.values)) ?? 0...1
    let margin = (levels.upperBound - levels.lowerBound) * 0.04
    var chart = Chart(x: places, y: (levels.lowerBound - margin)...(levels.upperBound + margin))
    (chart.title, chart.xLabel, chart.yLabel, chart.isXWhole) = (title, xLabel, yLabel, true)
    let colours = series.indices.map { Chart.colours[$0 % Chart.colours.count] }
    chart.legend = zip(series, colours).filter { !$0.0.name.isEmpty }.map { ($0.name, $1) }
    let curves = zip(series, colours).flatMap { one, colour in
      runs(of: one.values, chart).map { curve($0, colour) }
    }
    return chart.svg(curves.joined(separator: "\n"), description: summary)
  }

  /// The chart in a sentence, for consoles and for those who cannot see it.
  var summary: String {
    let parts = series.prefix(8).map { one in
      let name = one.name.isEmpty ? "" : "\(one.name): "
      let finite = one.values.filter(\.isFinite)
      guard let first = finite.first, let last = finite.last else { return name + "no numbers" }
      return name + "\(one.values.count) values from \(Self.short(first)) to \(Self.short(last))"
    }
    let rest = series.count > 8 ? ["\(series.count - 8) more"] : []
    return (title.isEmpty ? "Plot" : title) + " (" + (parts + rest).joined(separator: "; ") + ")"
  }

  // MARK: Implementation

  private static func short(_ value: Double) -> String { TextFormat.printf(value, "%.4g") }

  /// The points of each stretch without a gap. Where more numbers than pixels lie beside each other, the smallest and
  /// the largest of each pixel stand for them.
  private func runs(of values: [Double], _ chart: Chart) -> [[(x: Double, y: Double)]] {
    var runs: [[(x: Double, y: Double)]] = []
    var run: [(x: Double, y: Double)] = []
    func add(_ index: Int) {
      run.append((chart.column(Double(start + index)), chart.row(values[index])))
    }
    func end() {
      if !run.isEmpty { runs.append(run) }
      run = []
    }
    let bucket = max(1, values.count / Int(chart.plotWidth))
    for first in stride(from: 0, to: values.count, by: bucket) {
      let indices = (first..<min(first + bucket, values.count)).filter { values[$0].isFinite }
      guard let low = indices.min(by: { values[$0] < values[$1] }),
        let high = indices.max(by: { values[$0] < values[$1] })
      else {
        end()
        continue
      }
      add(min(low, high))
      if low != high { add(max(low, high)) }
    }
    end()
    return runs
  }

  private func curve(_ points: [(x: Double, y: Double)], _ colour: String) -> String {
    if points.count == 1 {
      let (x, y) = (Chart.number(points[0].x), Chart.number(points[0].y))
      return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3\" fill=\"\(colour)\"/>"
    }
    let list = points.map { "\(Chart.number($0.x)),\(Chart.number($0.y))" }.joined(separator: " ")
    return "<polyline points=\"\(list)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.8\" "
      + "stroke-linejoin=\"round\"/>"
  }
}

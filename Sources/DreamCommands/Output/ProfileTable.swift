import DreamKit
import DreamLanguage

/// The table of where a gradient's time goes.
struct ProfileTable {
  private let times: [StepTime]
  private let peak: Double

  /// - Parameter peak: the most multiplications and additions per second.
  init(_ times: [StepTime], peak: Double) {
    self.times = times
    self.peak = peak
  }

  /// The table in columns of text: each operation, then what each kind of work takes together, then all.
  var plain: String {
    var rows = [["layer", "way", "work", "ms", "GFLOP/s", "of peak"]]
    rows += times.map {
      row($0.layer, $0.isBackward ? "back" : "forward", $0.work, $0.seconds, $0.operations)
    }
    for (work, times) in Dictionary(grouping: times, by: \.work).sorted(by: {
      seconds($0.value) > seconds($1.value)
    }) {
      rows.append(row("all", "", work, seconds(times), operations(times)))
    }
    rows.append(row("all", "", "", seconds(times), operations(times)))
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        return column < 3 ? text + space : space + text
      }.joined(separator: "  ")
    }
    let title = "Peak \(whole(peak / 1e9)) GFLOP/s on \(Engine.threads) threads"
    return (lines + [title]).joined(separator: "\n")
  }

  // MARK: Implementation

  private func row(_ layer: String, _ way: String, _ work: String, _ seconds: Double, _ operations: Int)
    -> [String]
  {
    let rate = Double(operations) / max(seconds, 1e-9)
    let isCounted = operations > 0
    return [
      layer, way, work, TextFormat.printf(seconds * 1000, "%.2f"), isCounted ? whole(rate / 1e9) : "",
      isCounted ? whole(rate / peak * 100) + " %" : "",
    ]
  }

  private func whole(_ number: Double) -> String { TextFormat.printf(number, "%.0f") }
  private func seconds(_ times: [StepTime]) -> Double { times.reduce(0) { $0 + $1.seconds } }
  private func operations(_ times: [StepTime]) -> Int { times.reduce(0) { $0 + $1.operations } }
}

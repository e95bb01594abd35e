import DreamLanguage

#if canImport(Glibc)
  import Glibc
#endif

/// Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten.
struct Ticks: Equatable {
  /// The numbers, ascending, all within the range that was asked for.
  let values: [Double]
  /// The digits behind the point that tell them apart.
  private let decimals: Int
  private let isScientific: Bool

  /// Chooses about `count` numbers between two bounds.
  ///
  /// - Parameters:
  ///   - whole: whether only whole numbers make sense, as for steps.
  init(from low: Double, to high: Double, count: Int, whole: Bool = false) {
    let span = high - low
    guard span > 0, span.isFinite, count > 0 else {
      values = [low]
      isScientific = abs(low) >= 1e6 || (low != 0 && abs(low) < 1e-4)
      decimals = low == low.rounded() ? 0 : 4
      return
    }
    let rough = span / Double(count)
    let magnitude = pow(10, floor(log10(rough)))
    // The bounds lie midway between the factors on a logarithmic scale.
    let factor = [(1, 1.414), (2, 3.162), (5, 7.071)].first { rough < magnitude * $0.1 }?.0 ?? 10.0
    let step = whole ? max(1, (magnitude * factor).rounded()) : magnitude * factor
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    // Made from whole numbers of steps, so that 3 · 0.1 is not 0.30000000000000004 further on.
    values = first > last ? [] : stride(from: first, through: last, by: 1).map { $0 * step }
    isScientific = max(abs(low), abs(high)) >= 1e6 || max(abs(low), abs(high)) < 1e-3
    decimals = max(0, -Int(floor(log10(step) + 1e-9)))
  }

  /// A number as it stands at its tick.
  func label(_ value: Double) -> String {
    if value == 0 { return "0" }
    if isScientific { return TextFormat.printf(value, "%.3g") }
    return TextFormat.printf(value, "%.\(min(decimals, 9))f")
  }
}

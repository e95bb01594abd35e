/// How freely sums may be computed.
public enum Precision: String, CaseIterable, Sendable {
  /// In the fastest way: Winograd convolutions where they win, whose rounding error is a few times that of plain sums.
  case automatic = "auto"
  /// Plain sums in float32 everywhere.
  case exact
}

/// How long one operation of a gradient took.
public struct StepTime: Sendable {
  /// The layer it belongs to.
  public let layer: String
  /// Whether it belongs to the way back.
  public let isBackward: Bool
  /// What it does, in a few words: "3×3 convolution, winograd".
  public let work: String
  /// The multiplications and additions that its definition takes, whichever way they were saved; 0 where nobody counts
  /// them.
  public let operations: Int
  /// The time it took.
  public var seconds: Double
}

/// How long one operation of a gradient took.
public struct StepTime: Sendable {
  /// The layer it belongs to.
  public let layer: String
  /// Whether it belongs to the backward pass.
  public let isBackward: Bool
  /// What it does, in a few words: "3×3 convolution, winograd".
  public let work: String
  /// The multiplications and additions that its definition takes, whichever way they are saved; 0 where they do not
  /// matter.
  public let operations: Int
  /// The time it took.
  public var seconds: Double
}

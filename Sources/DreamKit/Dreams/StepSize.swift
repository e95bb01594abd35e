/// How far the steps of a dream go, in units of the gradient's standard deviation: one number, or one that is read afresh
/// before each step, as where a person moves it.
public struct StepSize: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  private let read: @Sendable () -> Float

  /// One number for all steps.
  public init(_ value: Float) { read = { value } }

  /// One number for all steps.
  public init(floatLiteral value: Float) { self.init(value) }

  /// One number for all steps.
  public init(integerLiteral value: Int) { self.init(Float(value)) }

  /// A number that is read before each step, on the thread that dreams.
  public init(reading read: @escaping @Sendable () -> Float) { self.read = read }

  /// What it is now.
  public var now: Float { read() }
}

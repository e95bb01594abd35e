import CKernels
import Ground

/// The state of an ascent after a step, for display.
public struct AscentStep: Sendable {
  /// The image after this step, in [-1, 1].
  public let image: Tensor
  /// The loss before this step's update, or nil where none is reported.
  public let loss: Float?
  /// The octave's exponent n, or nil outside octaves.
  public let octave: Int?
  /// The steps done in this octave, counted from 1.
  public let step: Int
  /// The steps done in the complete ascent, counted from 1.
  public let stepsDone: Int
  /// The steps of the complete ascent.
  public let stepsTotal: Int
}

/// Receives each step of an ascent, on the thread that computes it.
public typealias AscentObserver = (AscentStep) -> Void

/// How an ascent ended.
public struct AscentResult: Sendable {
  /// The image reached, in [-1, 1].
  public let image: Tensor
  /// The loss before the last update; 0 where none is reported.
  public let loss: Float
  /// The number of updates made.
  public let stepsDone: Int
  /// Whether the ascent was interrupted before its last step.
  public let wasInterrupted: Bool
}

/// How far a step goes, in units of the gradient's standard deviation: one number, or one that is read again before each
/// step, as where a person moves it.
public struct StepSize: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Whether it is read before each step.
  public private(set) var isLive = false
  private let read: @Sendable () -> Float

  /// One number for all steps.
  public init(_ value: Float) { read = { value } }

  /// One number for all steps.
  public init(floatLiteral value: Float) { self.init(value) }

  /// One number for all steps.
  public init(integerLiteral value: Int) { self.init(Float(value)) }

  /// A number that is read before each step, on the thread that computes it.
  public init(reading read: @escaping @Sendable () -> Float) {
    self.read = read
    isLive = true
  }

  /// What it is now.
  public var now: Float { read() }

  /// A step size that stays what this is now.
  var frozen: StepSize {
    var copy = StepSize(now)
    copy.isLive = isLive
    return copy
  }
}

/// A gradient ascent in progress: the image, and how far it has come. The one loop that every dream runs.
struct Ascent {
  /// How far the image is rolled before each step.
  enum Roll {
    /// The same shift at every step.
    case fixed(Shift)
    /// A shift drawn for each step, each component from [-limit, limit).
    case random(limit: Int)
  }

  private(set) var image: Tensor
  private(set) var stepsDone: Int
  private let stepsTotal: Int
  private var loss: Float?
  private var wasInterrupted = false

  init(image: Tensor, stepsDone: Int = 0, stepsTotal: Int) {
    self.image = image
    self.stepsDone = stepsDone
    self.stepsTotal = stepsTotal
  }

  /// The ascent as it stands.
  var result: AscentResult {
    AscentResult(image: image, loss: loss ?? 0, stepsDone: stepsDone, wasInterrupted: wasInterrupted)
  }

  /// Takes steps: each adds `stepSize · g / (std(g) + 1e-8)` to the image and clips it to [-1, 1]. An interruption ends
  /// the ascent and leaves the image, and the generator, as the last complete step left them.
  ///
  /// - Parameters:
  ///   - before: the steps of this octave that were done earlier, where an ascent is resumed.
  ///   - reportsLoss: whether the observer and the result get the loss.
  /// - Returns: whether all steps were taken.
  @discardableResult
  mutating func run(
    steps: Int, after before: Int = 0, octave: Int? = nil, on gradients: inout some ImageGradient,
    stepSize: StepSize, roll: Roll = .fixed(.zero), using generator: inout some RandomNumberGenerator,
    reportsLoss: Bool = true, cancellation: Cancellation, observer: AscentObserver
  ) throws(DreamError) -> Bool {
    var gradient = Tensor(repeating: 0, shape: image.shape)
    for step in 0..<max(steps, 0) {
      var next = generator
      let shift =
        switch roll {
        case .fixed(let shift): shift
        case .random(let limit): Shift.random(maxRoll: limit, using: &next)
        }
      do throws(DreamError) {
        try cancellation.check()
        let loss = try gradients(image, shift: shift, into: &gradient, cancellation: cancellation)
        if reportsLoss { self.loss = loss }
      } catch {
        guard error == .cancelled else { throw error }
        wasInterrupted = true
        return false
      }
      image.ascend(alongNormalized: gradient, stepSize: stepSize.now)
      generator = next
      stepsDone += 1
      observer(
        AscentStep(
          image: image, loss: loss, octave: octave, step: before + step + 1, stepsDone: stepsDone,
          stepsTotal: stepsTotal))
    }
    return true
  }

  /// Replaces the image, as between octaves.
  mutating func replaceImage(with other: Tensor) { image = other }
}

extension Tensor {
  /// Divides a gradient by its standard deviation plus 1e-8.
  ///
  /// The standard deviation is the population's, over all values (`tf.math.reduce_std`), in double precision; the mean is
  /// not removed, and the epsilon is added after the root.
  mutating func normalizeGradient() {
    let divisor = gradientDivisor
    values.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] /= divisor }
    }
  }

  /// Adds `gradient · stepSize` to an image, divided by the gradient's standard deviation as ``normalizeGradient()``
  /// divides it, and clips to [-1, 1]: both in one pass.
  mutating func ascend(alongNormalized gradient: Tensor, stepSize: Float) {
    ascend(along: gradient, stepSize: stepSize, divisor: gradient.gradientDivisor)
  }

  /// Adds `gradient · stepSize / divisor` to an image and clips to [-1, 1].
  mutating func ascend(along gradient: Tensor, stepSize: Float, divisor: Float = 1) {
    values.withUnsafeMutableBufferPointer { image in
      gradient.values.withUnsafeBufferPointer { gradient in
        dk_ascent_step(image.baseAddress, gradient.baseAddress, image.count, divisor, stepSize)
      }
    }
  }

  private var gradientDivisor: Float {
    values.withUnsafeBufferPointer { dk_deviation($0.baseAddress, $0.count) } + 1e-8
  }
}

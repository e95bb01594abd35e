import Ground

/// What a dream has come to after a step, for whoever shows it; the image is in [-1, 1].
public struct AscentStep: Sendable {
  /// The image after this step.
  public let image: Tensor
  /// The loss before this step's update, or nil where none is computed.
  public let loss: Float?
  /// The octave's exponent n, or nil outside octaves.
  public let octave: Int?
  /// The steps done in this octave, counted from 1.
  public let step: Int
  /// The steps done in the whole dream, counted from 1.
  public let stepsDone: Int
  /// The steps of the whole dream.
  public let stepsTotal: Int
}

/// Receives each step of a dream, on the thread that dreams.
public typealias AscentObserver = (AscentStep) -> Void

/// How a dream ended.
public struct AscentResult: Sendable {
  /// The image reached, in [-1, 1].
  public let image: Tensor
  /// The loss before the last update; 0 where none was computed.
  public let loss: Float
  /// The number of updates made.
  public let stepsDone: Int
  /// Whether the dream was interrupted before its last step.
  public let wasInterrupted: Bool
}

/// A dream under way: the image, and how far it has come.
struct Dream {
  private(set) var image: Tensor
  private var loss: Float?
  private var stepsDone: Int
  private let stepsTotal: Int
  private var wasInterrupted = false

  init(image: Tensor, stepsDone: Int = 0, stepsTotal: Int) {
    self.image = image
    self.stepsDone = stepsDone
    self.stepsTotal = stepsTotal
  }

  /// The dream as it stands.
  var result: AscentResult {
    AscentResult(image: image, loss: loss ?? 0, stepsDone: stepsDone, wasInterrupted: wasInterrupted)
  }

  /// Takes steps and tells the observer after each. An interruption ends the dream and leaves the image as the last
  /// whole step made it.
  ///
  /// - Parameters:
  ///   - before: the steps of this octave that were done earlier, where the dream is gone on with.
  ///   - update: changes the image and returns the loss it had before, or nil where it computes none; when it throws, it
  ///     has not changed the image.
  /// - Returns: whether all steps were taken.
  @discardableResult
  mutating func run(
    steps: Int, after before: Int = 0, octave: Int? = nil, cancellation: Cancellation,
    observer: AscentObserver,
    update: (inout Tensor) throws(DreamError) -> Float?
  ) throws(DreamError) -> Bool {
    for step in 0..<max(steps, 0) {
      do throws(DreamError) {
        try cancellation.check()
        loss = try update(&image)
      } catch {
        guard error.kind == .cancelled else { throw error }
        wasInterrupted = true
        return false
      }
      stepsDone += 1
      observer(
        AscentStep(
          image: image, loss: loss, octave: octave, step: before + step + 1, stepsDone: stepsDone,
          stepsTotal: stepsTotal))
    }
    return true
  }

  /// Puts another image in the place of this one, as between octaves.
  mutating func replaceImage(with other: Tensor) { image = other }
}

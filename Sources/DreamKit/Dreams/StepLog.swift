import Ground
import Synchronization

/// What happened in each step of a dream.
public struct StepLog: Sendable {
  /// A step whose image is kept as a small picture.
  public struct KeptStep: Sendable {
    /// The steps done in the complete dream; 0 is the picture that it began with.
    public let stepsDone: Int
    /// The octave's exponent n, or nil outside octaves.
    public let octave: Int?
    /// The loss before this step's update, or nil where none is computed.
    public let loss: Float?
    fileprivate let picture: KeptPicture

    /// The image as a JPEG file.
    ///
    /// - Throws: ``DreamError`` where it cannot be encoded.
    public func jpeg() throws(DreamError) -> [UInt8] { try picture.file() }

    /// The image.
    ///
    /// - Throws: ``DreamError`` where it cannot be decoded.
    public func image() throws(DreamError) -> Image { try Image(decoding: jpeg()) }
  }

  /// The loss before each step's update, or nil where none is computed.
  public fileprivate(set) var losses: [Float?] = []
  /// How long each step took, in seconds.
  public fileprivate(set) var seconds: [Double] = []
  /// The images kept, in order.
  public fileprivate(set) var keptSteps: [KeptStep] = []

  /// An empty log.
  package init() {}

  /// The mean time of a step in seconds; nil before the first.
  public var secondsPerStep: Double? {
    seconds.isEmpty ? nil : seconds.reduce(0, +) / Double(seconds.count)
  }
}

/// Logs the steps of a dream.
///
/// Of a dream with more steps than are kept, every n-th image and the last are; each is shrunk at once and compressed when
/// there is time, so that the log stays within a few megabytes however long the dream and however large the picture.
package final class StepLogger {
  /// The log so far.
  package private(set) var log: StepLog
  private let clock: () -> Double
  private let most: Int
  private let side: Int
  private var last: Double

  /// Begins a log, or continues one.
  ///
  /// - Parameters:
  ///   - log: what came before, where a dream is resumed.
  ///   - most: how many steps are kept, besides the picture at the start.
  ///   - side: the longer side of a kept image at the most, in pixels.
  ///   - clock: the time in seconds.
  package init(
    continuing log: StepLog = StepLog(), keeping most: Int = 24, side: Int = 512,
    clock: @escaping () -> Double
  ) {
    self.log = log
    self.clock = clock
    self.most = max(most, 1)
    self.side = side
    last = clock()
  }

  /// Measures the next step's time from now on.
  package func startClock() { last = clock() }

  /// Logs a step.
  package func observe(_ step: AscentStep) {
    let now = clock()
    log.losses.append(step.loss)
    log.seconds.append(now - last)
    last = now
    let stride = (step.stepsTotal + most - 1) / most
    guard step.stepsTotal > 1, step.stepsDone % stride == 0 || step.stepsDone == step.stepsTotal else {
      return
    }
    keep(step.image, step.stepsDone, step.octave, step.loss)
  }

  /// Keeps the picture that a dream of so many steps begins with, in [-1, 1].
  package func begin(with picture: Tensor, stepsTotal: Int) {
    if stepsTotal > 1 { keep(picture, 0, nil, nil) }
  }

  // MARK: Implementation

  private func keep(_ image: Tensor, _ stepsDone: Int, _ octave: Int?, _ loss: Float?) {
    guard let picture = try? Image(glancingAt: image, side: 4 * side).thumbnail(maxDimension: side) else {
      return
    }
    log.keptSteps.append(
      StepLog.KeptStep(
        stepsDone: stepsDone, octave: octave, loss: loss, picture: KeptPicture(picture)))
  }
}

/// A small picture that is kept as a JPEG file. It is compressed when the file is asked for, or earlier when the machine is
/// idle, so that a dream does not wait for it.
private final class KeptPicture: Sendable {
  private enum Content {
    case picture(Image)
    case file([UInt8])
  }

  private let content: Mutex<Content>

  init(_ picture: Image) {
    content = Mutex(.picture(picture))
    IdleThread.run { [weak self] in _ = try? self?.file() }
  }

  /// The picture as a JPEG file.
  ///
  /// - Throws: ``DreamError`` where it cannot be encoded.
  func file() throws(DreamError) -> [UInt8] {
    switch content.withLock({ $0 }) {
    case .file(let file): return file
    case .picture(let picture):
      // Without waiting for the idle thread: at worst both compress the picture.
      let file = try picture.jpegData(quality: 88)
      content.withLock { $0 = .file(file) }
      return file
    }
  }
}

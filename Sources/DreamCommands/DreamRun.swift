import DreamKit
import DreamLanguage

/// A run of one of the paper's dreams: what is shown, and what is written down.
final class DreamRun {
  private let display: DreamDisplay
  private let logger: StepLogger
  private let execution: Execution
  private let command: Command
  private let model: FeatureExtractor
  private let method: Provenance.Method

  /// Begins.
  ///
  /// - Parameters:
  ///   - picture: the image that the dream begins with, in [-1, 1].
  ///   - steps: the steps of the complete dream.
  ///   - method: the kind of dream and its settings.
  init(
    _ call: Call, on model: FeatureExtractor, from picture: Tensor, steps: Int, method: Provenance.Method
  ) {
    display = DreamDisplay(call.execution)
    logger = StepLogger(clock: call.execution.clock)
    logger.begin(with: picture, stepsTotal: steps)
    execution = call.execution
    self.model = model
    command = call.command
    self.method = method
  }

  /// Shows and writes down a step.
  func observe(_ step: AscentStep) {
    logger.observe(step)
    display.observe(step)
  }

  /// Shows the picture reached, prints where the dream ended, as the paper does, and returns the picture with its
  /// record; an interrupted dream is kept besides.
  func finish(_ result: AscentResult) throws -> Value {
    let picture = try Image(deprocessing: result.image).encoded().with(provenance: provenance(of: result))
    let line = try display.finish(picture, result)
    execution.sink.write(line + "\n", to: .standardOutput)
    if result.wasInterrupted { execution.reached = .image(picture) }
    return .image(picture)
  }

  /// Shows the picture reached and returns the loss and the image with the record.
  func finishAscent(_ result: AscentResult) throws -> Value {
    let picture = try Image(deprocessing: result.image).encoded()
    try display.finish(picture, result)
    let value = DreamResultObject.tuple(
      loss: result.loss, image: result.image, picture: picture, provenance: provenance(of: result))
    if result.wasInterrupted { execution.reached = .tensor(result.image) }
    return value
  }

  private func provenance(of result: AscentResult) -> Provenance {
    Provenance(
      command: command.name, network: model.network.name, layers: model.outputs, method: method,
      log: logger.log, wasInterrupted: result.wasInterrupted)
  }
}

import DreamKit
import DreamLanguage

/// A run of one of the paper's dreams: what is shown, and what is written down.
final class DreamRun {
  private let display: DreamDisplay
  private let recorder: StepLogger
  private let execution: Execution
  private let command: Command
  private let model: FeatureExtractor
  private let settings: () -> [(name: String, value: DreamSetting)]

  /// Begins.
  ///
  /// - Parameters:
  ///   - picture: the image that the dream begins with, in [-1, 1].
  ///   - steps: the steps of the whole dream.
  ///   - seed: what the shifts are drawn from, where they are.
  init(
    _ call: Call, on model: FeatureExtractor, from picture: Tensor, steps: Int, seed: UInt64? = nil
  ) {
    display = DreamDisplay(call.execution)
    recorder = StepLogger(clock: call.execution.clock)
    recorder.begin(with: picture, stepsTotal: steps)
    execution = call.execution
    self.model = model
    command = call.command
    settings = { call.settings(seed: seed) }
  }

  /// Shows and writes down a step.
  func observe(_ step: AscentStep) {
    recorder.observe(step)
    display.observe(step)
  }

  /// Shows the picture reached, prints where the dream ended, as the paper does, and returns the picture with its
  /// record; an interrupted dream is kept besides.
  func finish(_ result: AscentResult) throws -> Value {
    let picture = try Image(deprocessing: result.image).with(provenance: provenance(of: result))
    let line = try display.finish(picture, result)
    execution.sink.write(line + "\n", to: .standardOutput)
    if result.wasInterrupted { execution.reached = .image(picture) }
    return .image(picture)
  }

  /// Shows the picture reached and returns the loss and the image with the record.
  func finishAscent(_ result: AscentResult) throws -> Value {
    try display.finish(try Image(deprocessing: result.image), result)
    let value = DreamResultObject.tuple(
      loss: result.loss, image: result.image, provenance: provenance(of: result))
    if result.wasInterrupted { execution.reached = .tensor(result.image) }
    return value
  }

  private func provenance(of result: AscentResult) -> Provenance {
    Provenance(
      command: command.name, network: model.network.name, layers: model.outputs, settings: settings(),
      log: recorder.log, wasInterrupted: result.wasInterrupted)
  }
}

extension Call {
  /// The settings of a dream: every argument but the picture and the model, with the seed that was drawn.
  fileprivate func settings(seed: UInt64?) -> [(name: String, value: DreamSetting)] {
    zip(command.parameters.map(\.name), values).filter { $0.0 != "img" && $0.0 != "model" }.map { name, argument in
      if name == "seed", let seed { return (name, .whole(Int(clamping: seed))) }
      if case .object(let control as ControlObject)? = argument.given {
        return (name, .text("of a control, last \(control.value.text)"))
      }
      return (name, argument.value.setting)
    }
  }
}

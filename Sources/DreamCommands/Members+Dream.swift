import DreamKit
import DreamLanguage

/// The attributes of dreams: of the pictures that dreams return, and of what `deepdream(…)` gives.
extension Members {
  /// What a dream tells of itself.
  static var dream: [Member] {
    [
      about("loss", "The loss before the last step, or None where none is computed.") {
        $0.loss.map(Value.single) ?? .none
      },
      about("losses", "The loss before each step; None where none is computed.") {
        .list($0.log.losses.map { $0.map(Value.single) ?? .none })
      },
      about("steps", "The number of steps that were done.") { .int($0.log.losses.count) },
      about("seconds", "How long all steps took, in seconds.") { .float($0.log.seconds.reduce(0, +)) },
      about("seconds_per_step", "How long a step took on average, in seconds; None without steps.") {
        $0.log.secondsPerStep.map(Value.float) ?? .none
      },
      about("step_seconds", "How long each step took, in seconds.") {
        .list($0.log.seconds.map(Value.float))
      },
      about("settings", "The settings by name, with the seed that was used.") { provenance in
        let dict = DictObject()
        for (name, value) in provenance.settings { try dict.set(.string(name), to: value) }
        return .dict(dict)
      },
      about("steps_kept", "Small pictures of the start and of steps at even distances, at most 25.") {
        .list(try $0.log.keptSteps.map { .image(try $0.image()) })
      },
      about("network", "The name of the network.") { .string($0.network) },
      about("layers", "The names of the layers.") { .list($0.layers.map(Value.string)) },
      about("interrupted", "Whether it was interrupted before its last step.") { .bool($0.wasInterrupted) },
      TiledDreamCommands.resumeMethod,
    ]
  }

  private static func about(
    _ name: String, _ summary: String, _ read: @escaping (Provenance) throws -> Value
  ) -> Member {
    .property(name, summary, of: .dream) { try read($0.provenance) }
  }
}

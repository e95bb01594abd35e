import DreamKit

/// The attributes of dreams: of the pictures that dreams return, and of what `deepdream(…)` gives.
extension Members {
  /// What a dream tells of itself.
  static var dream: [Member] {
    [
      about("loss", "The loss before the last step, or None where none is computed.") { record in
        record.loss.map(Value.single) ?? .none
      },
      about("losses", "The loss before each step; None where none is computed.") { record in
        .list(record.history.losses.map { $0.map(Value.single) ?? .none })
      },
      about("steps", "The number of steps that were done.") { .int($0.history.losses.count) },
      about("seconds", "How long all steps took, in seconds.") { .float($0.history.seconds.reduce(0, +)) },
      about("seconds_per_step", "How long a step took on average, in seconds; None without steps.") {
        record in
        record.history.secondsPerStep.map(Value.float) ?? .none
      },
      about("step_seconds", "How long each step took, in seconds.") { record in
        .list(record.history.seconds.map(Value.float))
      },
      about("settings", "The settings by name, with the seed that was used.") { record in
        let dict = DictObject()
        for (name, value) in record.settings { try dict.set(.string(name), to: Value(value)) }
        return .dict(dict)
      },
      about("steps_kept", "Small pictures of the start and of steps at even distances, at most 25.") {
        record in
        .list(try record.history.keptSteps.map { .image(try $0.image()) })
      },
      about("network", "The name of the network.") { .string($0.network) },
      about("layers", "The names of the layers.") { .list($0.layers.map(Value.string)) },
      about("interrupted", "Whether it was interrupted before its last step.") { .bool($0.wasInterrupted) },
      .method(OwnDreamCommands.resumeMethod),
    ]
  }

  private static func about(
    _ name: String, _ summary: String, _ read: @escaping (DreamRecord) throws -> Value
  ) -> Member {
    .property(name, summary) { value in try value.dreamRecord.map(read) ?? .none }
  }
}

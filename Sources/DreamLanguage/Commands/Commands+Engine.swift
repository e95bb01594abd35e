import DreamKit

/// The commands about how the engine computes, and how fast.
enum EngineCommands {
  static var all: [Command] { [profile, setThreads, threads] }

  // MARK: Implementation

  private static var profile: Command {
    Command(
      "profile", .networks, "Prints how long each layer takes, forwards and backwards.",
      discussion:
        "The table gives the median of several gradients of the image: for each layer the time, the rate in GFLOP/s that the plain "
        + "sums would need for that, and its share of the most that this processor multiplies and adds. Winograd convolutions save "
        + "multiplications, so their share may be above 100 %.",
      parameters: [
        Parameter("img", .picture, "The image."),
        Parameter("model", .model, "The layers to excite, made by Model(inputs=…, outputs=…)."),
      ],
      examples: [.runs(NetworkCommands.preparation + "profile(img, dream_model)")]
    ) { arguments, execution in
      guard let extractor = arguments["model"].extractor else { return .none }
      let image = try arguments.normalizedImage("img", for: extractor.network)
      let times = try extractor.profile(of: image, cancellation: execution.cancellation)
      execution.sink.write(ProfileTable(times, peak: Engine.measurePeak()).plain + "\n", to: .standardOutput)
      return .none
    }
  }

  private static var setThreads: Command {
    Command(
      "set_threads", .networks, "Sets how many threads compute; at first it is one for each core.",
      parameters: [Parameter("n", .integer(from: 1, to: 1024), "The number of threads.")],
      examples: [.runs("set_threads(threads())")]
    ) { arguments, _ in
      Engine.threads = arguments.integer("n") ?? 1
      return .none
    }
  }

  private static var threads: Command {
    Command("threads", .networks, "How many threads compute.", result: "int", examples: [.runs("threads()")])
    { _, _ in
      .int(Engine.threads)
    }
  }
}

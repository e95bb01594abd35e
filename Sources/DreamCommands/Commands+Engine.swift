import DreamKit
import DreamLanguage

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
      examples: [.runs(NetworkCommands.preparation + "profile(img, dream_model)")]
    ) { takes in
      let img = takes("img", .picture, "The image.")
      let model = takes("model", .model, "The layers to excite, made by Model(inputs=…, outputs=…).")
      return { call in
        let image = try call.normalizedImage(img, for: call[model].network)
        let times = try call[model].profile(of: image, cancellation: call.cancellation)
        call.sink.write(ProfileTable(times, peak: Engine.measurePeak()).plain + "\n", to: .standardOutput)
        return .none
      }
    }
  }

  private static var setThreads: Command {
    Command(
      "set_threads", .networks, "Sets how many threads compute; at first it is one for each core.",
      examples: [.runs("set_threads(threads())")]
    ) { takes in
      let count = takes("n", .integer(from: 1, to: 1024), "The number of threads.")
      return { call in
        Engine.threads = call[count]
        return .none
      }
    }
  }

  private static var threads: Command {
    Command(
      "threads", .networks, "How many threads compute.", result: "int", examples: [.runs("threads()")]
    ) { _ in { _ in .int(Engine.threads) } }
  }
}

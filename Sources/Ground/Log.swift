/// Diagnostic messages by topic and level, one line each on standard error; silent unless the environment variable
/// `DREAMKIT_LOG` asks for them.
///
///     DREAMKIT_LOG=info                       // every topic
///     DREAMKIT_LOG=wire=debug,downloads=info  // some topics
///     DREAMKIT_LOG=debug,tiles=off            // all but one
///
/// A message is an autoclosure, so it costs nothing where its level is off:
///
///     Log.downloads.info("\(address): \(count) bytes")
package enum Log: String, CaseIterable, Sendable {
  /// The Jupyter protocol: requests and their times, and ignored messages with the reason.
  case wire
  /// How the convolutions of a network are computed.
  case tuner
  /// Into which tiles a dream's pictures are cut.
  case tiles
  /// Files fetched from other machines.
  case downloads

  /// How much is reported, in rising order.
  package enum Level: String, CaseIterable, Comparable, Sendable {
    case off, info, debug

    package static func < (a: Level, b: Level) -> Bool {
      (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
  }

  /// Reports what a user may want to know.
  package func info(_ message: @autoclosure () -> String) { write(.info, message) }

  /// Reports what a developer may want to know.
  package func debug(_ message: @autoclosure () -> String) { write(.debug, message) }

  // MARK: Implementation

  private static let filter: Filter = {
    let filter = Filter(parsing: Environment["DREAMKIT_LOG"] ?? "")
    for word in filter.unknown {
      StandardError.write(
        "dreamkit: DREAMKIT_LOG does not know '\(word)'; it takes a level (\(names(Level.allCases))), "
          + "or TOPIC=LEVEL (\(names(allCases))).")
    }
    return filter
  }()

  private static func names(_ words: [some RawRepresentable<String>]) -> String {
    words.map(\.rawValue).joined(separator: ", ")
  }

  private func write(_ level: Level, _ message: () -> String) {
    guard Self.filter[self] >= level else { return }
    StandardError.write("\(Clock.timestamp) \(rawValue) \(level.rawValue): \(message())")
  }
}

extension Log {
  /// Which messages are reported.
  struct Filter: Sendable {
    /// The parts of the text that are not understood.
    private(set) var unknown: [String] = []
    private var common = Level.off
    private var levels: [Log: Level] = [:]

    /// Reads the text of `DREAMKIT_LOG`: levels, and topics with their levels, separated by commas; the last one
    /// counts.
    init(parsing text: String) {
      for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
        let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
          $0.lowercased()
        }
        let topic = sides.count == 2 ? Log(rawValue: sides[0]) : nil
        guard let level = sides.last.flatMap(Level.init), sides.count == 1 || topic != nil else {
          unknown.append(String(part))
          continue
        }
        if let topic { levels[topic] = level } else { common = level }
      }
    }

    /// How much is reported about a topic.
    subscript(topic: Log) -> Level { levels[topic] ?? common }
  }
}

import Ground

/// All that makes a dream's picture again, besides the picture it began with.
public struct Manifest: Sendable, Equatable {
  /// The number of the way in which ``OctaveAscent`` dreams; it changes whenever the same manifest would give other bits.
  package static let currentMethod = 3
  /// The methods whose manifests can be tried: since 3 sums are made of chunks, which changes their last bits at most.
  static let replayableMethods = 2...currentMethod

  /// The settings, with the tile size and the seed that were used.
  public package(set) var settings = AscentSettings()
  /// The steps that were done: all, or fewer where the dream was interrupted.
  public package(set) var stepsDone = 0
  /// The name of the network.
  public package(set) var network = ""
  /// The names of the layers.
  public package(set) var layers: [String] = []
  /// Where the weights came from, or nil where they came from no source that has a name.
  public package(set) var weights: WeightSource?
  /// The SHA-256 digest of the weights (``FeatureExtractor/weightsDigest(cancellation:)``).
  public package(set) var weightsDigest = ""
  /// The size of the picture that the dream began with.
  public package(set) var inputSize = (height: 0, width: 0)
  /// The digest of that picture (``InputPicture/digest``).
  public package(set) var inputDigest = ""
  /// How freely sums were computed.
  public package(set) var precision = Precision.automatic
  /// The library that computed, with its version.
  public package(set) var engine = ""
  /// The version of DreamKit.
  public package(set) var version = Engine.version
  /// The way of dreaming: ``currentMethod``.
  public package(set) var method = Self.currentMethod
  /// The SHA-256 digest of the picture that came out, or "" before it has.
  public package(set) var resultDigest = ""

  /// Describes a dream that is about to begin on this machine.
  package init(
    _ settings: AscentSettings, on model: FeatureExtractor, weightsDigest: String, input: InputPicture
  ) {
    self.settings = settings
    network = model.network.name
    layers = model.outputs
    weights = model.network.source
    self.weightsDigest = weightsDigest
    inputSize = (input.height, input.width)
    inputDigest = input.digest
    precision = model.precision
    engine = "oneDNN \(Engine.oneDNNVersion)"
  }

  private init() {}

  /// The digest by which a manifest knows its picture.
  package static func digest(of picture: Image) -> String {
    let running = RunningDigest()
    running.add(picture.shape.description)
    picture.pixels.withUnsafeBytes { running.add($0) }
    return running.finish()
  }

  /// Compares all fields.
  public static func == (a: Manifest, b: Manifest) -> Bool { a.fields == b.fields }

  /// The names and the values, in the order in which they are written.
  var fields: [String: String] {
    Dictionary(uniqueKeysWithValues: Self.table.map { ($0.name, $0.read(self)) })
  }
}

extension Manifest {
  /// The manifest as lines of a name, a colon and a value.
  package var text: String {
    let lines = Self.table.map { "\($0.name): \(Self.escaped($0.read(self)))" }
    return ([Self.title] + lines).joined(separator: "\n") + "\n"
  }

  /// Reads what ``text`` wrote.
  ///
  /// - Throws: ``DreamError`` with kind `unreadable`, naming the line that is missing or damaged.
  package init(text: String) throws(DreamError) {
    self.init()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    guard !lines.isEmpty, lines.removeFirst() == Self.title else {
      throw DreamError(
        .unreadable, "The record is of a kind that this version of DreamKit does not read.",
        remedy: "Use the version that wrote it.")
    }
    var values: [Substring: Substring] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { continue }
      values[line[..<colon]] = line[line.index(after: colon)...].drop { $0 == " " }
    }
    for field in Self.table {
      guard let value = values[field.name[...]], field.write(&self, Self.unescaped(String(value))) else {
        throw DreamError(.unreadable, "The record's line '\(field.name)' is missing or damaged.")
      }
    }
    guard (1...100).contains(settings.octaves), settings.octaveScale > 0, settings.octaveScale.isFinite,
      (0...1_000_000).contains(settings.steps), settings.stepSize.isFinite, settings.tileSize > 0,
      settings.tileSize <= 1 << 20, (0...settings.stepsTotal).contains(stepsDone)
    else { throw DreamError(.unreadable, "The record's settings cannot be those of a dream.") }
  }

  // MARK: Implementation

  static let title = "DreamKit dream, record 1"

  /// One line of the text: what is read from the manifest, and how it is put back; false where the text is no such value.
  private struct Field {
    let name: String
    let read: (Manifest) -> String
    let write: (inout Manifest, String) -> Bool
  }

  private static var table: [Field] {
    [
      field("version", \.version), field("method", \.method), field("network", \.network),
      Field(
        name: "layers", read: { $0.layers.joined(separator: "; ") },
        write: { manifest, text in
          manifest.layers = text.split(separator: ";").map { String($0.drop { $0 == " " }) }
          return !manifest.layers.isEmpty
        }),
      Field(
        name: "weights", read: { $0.weights?.text ?? "unknown" },
        write: { manifest, text in
          manifest.weights = WeightSource(text: text)
          return true
        }),
      field("weights_sha256", \.weightsDigest),
      Field(
        name: "input_size", read: { "\($0.inputSize.width)×\($0.inputSize.height)" },
        write: { manifest, text in
          let sides = text.split(separator: "×").compactMap { Int($0) }
          guard sides.count == 2, sides.allSatisfy({ $0 > 0 }) else { return false }
          manifest.inputSize = (sides[1], sides[0])
          return true
        }),
      field("input_sha256", \.inputDigest), field("octaves", \.settings.octaves),
      field("octave_scale", \.settings.octaveScale), field("steps", \.settings.steps),
      field("step_size", \.settings.stepSize), field("tile_size", \.settings.tileSize),
      field("seed", \.settings.seed), field("steps_done", \.stepsDone),
      Field(
        name: "precision", read: { $0.precision.rawValue },
        write: { manifest, text in
          guard let precision = Precision(rawValue: text) else { return false }
          manifest.precision = precision
          return true
        }),
      field("engine", \.engine), field("result_sha256", \.resultDigest),
    ]
  }

  private static func field<Number: LosslessStringConvertible>(
    _ name: String, _ path: WritableKeyPath<Manifest, Number>
  ) -> Field {
    Field(
      name: name, read: { $0[keyPath: path].description },
      write: { manifest, text in
        guard let value = Number(text) else { return false }
        manifest[keyPath: path] = value
        return true
      })
  }

  /// A value on one line.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  private static func unescaped(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}

extension WeightSource {
  /// The source on one line: `imagenet`, `installed`, `random, seed 7`, `file cats.h5`.
  var text: String {
    switch self {
    case .imagenet: "imagenet"
    case .installed: "installed"
    case .random(let seed): "random, seed \(seed)"
    case .file(let path): "file \(path)"
    }
  }

  /// Reads what ``text`` wrote, or nil.
  init?(text: String) {
    func rest(_ prefix: String) -> String? {
      text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }
    if text == "imagenet" {
      self = .imagenet
    } else if text == "installed" {
      self = .installed
    } else if let seed = rest("random, seed ").flatMap({ UInt64($0) }) {
      self = .random(seed: seed)
    } else if let path = rest("file ") {
      self = .file(path)
    } else {
      return nil
    }
  }
}

import Ground

/// What a PNG file of a dream holds besides the pixels: the record by which `replay` makes the picture again.
///
/// The record is a text entry named "DreamKit", which image tools show, and beside it, in a chunk of its own that other
/// programs pass over, the picture that the dream began with, as a file in the file: so a dream can be made again wherever
/// its weights are. The picture can be left out; then whoever replays the dream has to give it.
public struct DreamFile: Sendable {
  /// What makes the picture again.
  public let manifest: Manifest
  /// The picture that the dream began with, or nil where the file does not hold it.
  public let input: InputPicture?

  /// The name of the text entry.
  static let textKey = "DreamKit"
  /// The chunk that holds the picture: ancillary, private, and safe to copy (PNG specification, section 5.4).
  static let inputChunk = "dkIp"

  /// Reads the record of a file.
  ///
  /// - Throws: ``DreamError`` where the file cannot be read or has no record to replay.
  public init(contentsOf path: String) throws(DreamError) {
    let file = try withFiles(try Files.read(Environment.expand(path)))
    do throws(DreamError) {
      try self.init(file)
    } catch {
      throw .at(path, error)
    }
  }

  /// Reads the record in the bytes of a PNG file.
  init(_ file: [UInt8]) throws(DreamError) {
    guard let text = PNGCodec.text(Self.textKey, in: file) else { throw .noRecord }
    if text.hasPrefix(Self.settingsTitle) { throw .settingsOnlyRecord }
    manifest = try Manifest(text: text)
    guard let chunk = PNGCodec.chunks(of: file).first(where: { $0.type == Self.inputChunk }) else {
      input = nil
      return
    }
    let input = try InputPicture(file: Array(chunk.data))
    guard input.digest == manifest.inputDigest else {
      throw DreamError(.unreadable, "The picture in the record is not the one that the dream began with.")
    }
    self.input = input
  }

  // MARK: Implementation

  private static let settingsTitle = "DreamKit dream, settings"

  /// The entries that a picture's record makes in its PNG file.
  fileprivate static func text(of provenance: Provenance) -> [String: String] {
    let text: String
    if let manifest = provenance.manifest {
      text = manifest.text
    } else {
      let lines =
        [
          settingsTitle, "version: \(Engine.version)", "command: \(provenance.command)",
          "network: \(provenance.network)", "layers: \(provenance.layers.joined(separator: ", "))",
        ] + provenance.method.lines
        + ["steps_done: \(provenance.log.losses.count)"]
      text = lines.joined(separator: "\n") + "\n"
    }
    return [textKey: text, "Software": "DreamKit \(Engine.version)"]
  }
}

extension Provenance.Method {
  /// The settings as lines of a name, a colon and a value.
  fileprivate var lines: [String] {
    switch self {
    case .plain(let steps, let stepSize): ["steps: \(steps)", "step_size: \(stepSize.now)"]
    case .paperOctaves(let ascent, let seed):
      [
        "steps_per_octave: \(ascent.stepsPerOctave)", "step_size: \(ascent.stepSize.now)",
        "octaves: \(ascent.octaves.map(String.init).joined(separator: ", "))",
        "octave_scale: \(ascent.octaveScale)", "tile_size: \(ascent.tileSize)",
        "shift: \(ascent.shift.map { "\($0.rows), \($0.columns)" } ?? "None")",
        "seed: \(seed.map(String.init) ?? "None")",
      ]
    case .octaves: []
    }
  }
}

extension Image {
  /// The picture as a PNG file with the record of its dream, where it has one.
  ///
  /// - Parameter embedsInput: whether the file also holds the picture that the dream began with.
  public func pngDataWithManifest(embedsInput: Bool = true) throws(DreamError) -> [UInt8] {
    guard let provenance else { return try pngData() }
    var chunks: [(type: String, data: [UInt8])] = []
    if embedsInput, let input = provenance.input { chunks = [(DreamFile.inputChunk, try input.file())] }
    return try PNGCodec.encode(self, text: DreamFile.text(of: provenance), chunks: chunks)
  }
}

extension Manifest {
  /// - Throws: ``DreamError`` where a picture is not the one that the dream began with.
  public func check(_ input: InputPicture) throws(DreamError) {
    guard input.digest == inputDigest else {
      let given = "\(input.width)×\(input.height)"
      let wanted = "\(inputSize.width)×\(inputSize.height)"
      throw DreamError(
        .invalidArgument,
        "This is not the picture that the dream began with: "
          + (given == wanted ? "its levels differ." : "it has \(given) pixels, that one had \(wanted)."))
    }
  }

  /// - Throws: ``DreamError`` where this version dreams another way.
  public func checkVersion() throws(DreamError) {
    guard method == Self.currentMethod else {
      throw DreamError(
        .invalidArgument,
        "This dream was made by DreamKit \(version), which dreams another way than this version, \(Engine.version).",
        remedy: "Replay it with DreamKit \(version).")
    }
  }

  /// - Throws: ``DreamError`` where a model is not the one that was dreamt on.
  public func check(_ model: FeatureExtractor, cancellation: Cancellation) throws(DreamError) {
    guard model.network.name == network, model.outputs == layers else {
      throw DreamError(
        .invalidArgument,
        "The dream was made with \(network)'s \(layers.joined(separator: " + ")), not with "
          + "\(model.network.name)'s \(model.outputs.joined(separator: " + ")).")
    }
    guard try model.weightsDigest(cancellation: cancellation) == weightsDigest else {
      throw DreamError(
        .invalidArgument, "These are other weights of \(network) than those of the dream.",
        remedy: "They were '\(weights?.text ?? "unknown")'; their SHA-256 digest is in the record.")
    }
  }

  /// What to say where a replayed picture is not the recorded one, or nil where it is, bit for bit.
  public func difference(of picture: Image) -> String? {
    if Self.digest(of: picture) == resultDigest { return nil }
    let here = "oneDNN \(Engine.oneDNNVersion)"
    let reason =
      if version != Engine.version {
        "it was made by DreamKit \(version), and this is \(Engine.version)"
      } else if engine != here {
        "it was computed by \(engine), and this is \(here)"
      } else {
        "this processor adds in another order than the one that made it"
      }
    return "The picture is not the recorded one bit for bit: \(reason)."
  }

  /// The network and the layers that the record names, with the weights it names.
  ///
  /// - Throws: ``DreamError`` where this version has no such network, or the weights have no source or cannot be loaded.
  public func makeModel(
    cancellation: Cancellation, progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> FeatureExtractor {
    guard let architecture = Architecture(rawValue: network) else {
      throw DreamError(.notFound, "This version of DreamKit has no network named '\(network)'.")
    }
    guard let weights else { throw .unrecordedWeights(network: network) }
    let outputs = layers.map(LayerOutput.init(parsing:))
    return try FeatureExtractor(
      network: try .load(
        architecture, weights: weights, includesTop: outputs.contains { $0.layer == DreamNet.classifier },
        cancellation: cancellation, progress: progress),
      outputs: outputs, precision: precision)
  }
}

import Ground

/// What a PNG file of a dream holds besides the pixels: the record from which the picture can be made again.
///
/// The record is a text entry named "DreamKit", which image tools show, and a private chunk, which other programs skip, with
/// the picture that the dream began with, as a file in the file: so a dream can be replayed wherever its weights are. The
/// picture can be left out; it then has to be given for a replay.
///
/// ```swift
/// let file = try DreamFile(contentsOf: "dream.png")
/// let model = try file.manifest.makeModel(cancellation: Cancellation())
/// if let input = file.input {
///   var dream = try ResumableDream(input, settings: file.manifest.settings, on: model)
///   let again = try dream.run(until: file.manifest.stepsDone, cancellation: Cancellation()).picture
///   print(file.manifest.difference(of: again) ?? "The same, bit for bit.")
/// }
/// ```
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

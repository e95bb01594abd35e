/// Where a picture comes from: the dream that made it, and what it takes to make the picture again or to resume the dream.
///
/// ```swift
/// if let provenance = picture.provenance, provenance.wasInterrupted {
///   var dream = try ResumableDream(resuming: provenance)
///   return try dream.run(cancellation: Cancellation()).picture
/// }
/// ```
public final class Provenance: Sendable {
  /// The kind of dream and its settings.
  public enum Method: Sendable {
    /// Ascent at the picture's own size: ``DeepDream``.
    case plain(steps: Int, stepSize: StepSize)
    /// The paper's octaves: ``PaperOctaveAscent``; the seed is that of the shifts, where they are drawn.
    case paperOctaves(PaperOctaveAscent, seed: UInt64?)
    /// DreamKit's own octaves: ``OctaveAscent``.
    case octaves(AscentSettings)
  }

  /// What is left of an interrupted dream.
  public struct Remainder: Sendable {
    /// The dream where it stands.
    public let ascent: OctaveAscent
    /// The network and the layers that it excites.
    public let model: FeatureExtractor
  }

  /// The command that made the picture: "dream".
  public let command: String
  /// The name of the network.
  public let network: String
  /// The names of the layers.
  public let layers: [String]
  /// The kind of dream and its settings.
  public let method: Method
  /// What happened in each step.
  public let log: StepLog
  /// Whether the dream was interrupted before its last step.
  public let wasInterrupted: Bool
  /// What makes the picture again, or nil where it is not known.
  public let manifest: Manifest?
  /// The picture that the dream began with, where the manifest is known.
  public let input: InputPicture?
  /// What is left to do, or nil where nothing is or where the dream cannot be resumed.
  public let remainder: Remainder?

  /// Describes where a picture comes from.
  package init(
    command: String, network: String, layers: [String], method: Method, log: StepLog, wasInterrupted: Bool,
    manifest: Manifest? = nil, input: InputPicture? = nil, remainder: Remainder? = nil
  ) {
    self.command = command
    self.network = network
    self.layers = layers
    self.method = method.frozen
    self.log = log
    self.wasInterrupted = wasInterrupted
    self.manifest = manifest
    self.input = input
    self.remainder = remainder
  }

  /// The loss before the last update, or nil where none was computed.
  public var loss: Float? { log.losses.last ?? nil }
}

extension Provenance.Method {
  /// The same with the step size that it has now, wherever a person moves it afterwards.
  fileprivate var frozen: Provenance.Method {
    switch self {
    case .plain(let steps, let stepSize): return .plain(steps: steps, stepSize: stepSize.frozen)
    case .paperOctaves(var ascent, let seed):
      ascent.stepSize = ascent.stepSize.frozen
      return .paperOctaves(ascent, seed: seed)
    case .octaves: return self
    }
  }
}

/// What went wrong in the engine: a case that a program can react to, a sentence for a reader, and mostly what to do.
///
/// ```swift
/// do {
///   _ = try network.layer(named: "mixde3")
/// } catch DreamError.unknownLayer(_, _, let nearest) {
///   print("Perhaps", nearest)  // ["mixed3"]
/// }
/// ```
public enum DreamError: Error, Equatable, Sendable {
  /// The work was interrupted on request.
  case cancelled
  /// A tensor of this shape is no image [height, width, 3].
  case notAnImage(Shape)
  /// Two tensors of these shapes cannot be combined.
  case shapeMismatch(Shape, Shape)
  /// A side of the image is shorter than the network allows; all in pixels.
  case imageTooSmall(height: Int, width: Int, minimum: Int, network: String)
  /// The tile size is below the shortest side that the network allows; both in pixels.
  case tileTooSmall(side: Int, minimum: Int, network: String)
  /// The smallest octave, of `height` × `width` pixels, is below what the network allows; `fitting` octaves would fit.
  case tooManyOctaves(
    _ octaves: Int, fitting: Int, height: Int, width: Int, minimum: Int, network: String)
  /// The network has no layer of that name; `nearest` are the names most like it, the nearest first.
  case unknownLayer(_ name: String, network: String, nearest: [String])
  /// The layer has only that many channels.
  case unknownChannels(LayerOutput, channels: Int)
  /// The network was loaded without a classifier.
  case noClassifier(network: String)
  /// The work takes more memory than is free; both in bytes.
  case outOfMemory(needed: Int, free: Int, work: Work)
  /// Even in the smallest tiles a dream takes more memory than its budget; both in bytes. `isAllFree`: the budget is all
  /// that the machine has free.
  case budgetTooSmall(needed: Int, budget: Int, isAllFree: Bool, smallestTile: Int)
  /// The weights are neither in the folder nor could they be fetched: `reason` is a sentence.
  case missingWeights(Kind, reason: String, file: String, folder: String)
  /// A record does not tell where the weights of the network came from.
  case unrecordedWeights(network: String)
  /// A file holds no record of a dream.
  case noRecord
  /// A file's record holds settings only, which do not suffice to make the picture again.
  case settingsOnlyRecord
  /// The dream that `command` made keeps nothing from which it could be resumed.
  case notResumable(command: String)
  /// Any other failure: its family, a sentence, and what to do, or nil where the sentence says it.
  case other(Kind, String, remedy: String?)
  /// A failure at a place that the sentence names first: a path or an address.
  indirect case at(String, DreamError)

  /// The family a failure belongs to.
  public enum Kind: Sendable {
    /// An argument is outside its range or of the wrong shape.
    case invalidArgument
    /// A file or a layer that was asked for does not exist.
    case notFound
    /// A file cannot be read, is damaged, or is not of a supported format.
    case unreadable
    /// A file cannot be written.
    case unwritable
    /// A resource limit was met: too many pixels, too many bytes, too much memory.
    case limitExceeded
    /// The network did not answer, or not as expected.
    case network
    /// The work was interrupted on request.
    case cancelled
    /// A C library refused a call that should have succeeded.
    case backend
  }

  /// Work that takes memory.
  public enum Work: Equatable, Sendable {
    /// A dream, in tiles of at most that many pixels a side, or nil where the complete picture is computed at once.
    case dream(tileSize: Int?)
    /// The loss and the gradient of one image.
    case image(height: Int, width: Int, network: String)
  }

  /// Makes an error of a family from its sentence.
  package init(_ kind: Kind, _ message: String, remedy: String? = nil) {
    self = .other(kind, message, remedy: remedy)
  }
}

extension DreamError: CustomStringConvertible {
  /// The family of the failure.
  public var kind: Kind {
    switch self {
    case .cancelled: .cancelled
    case .notAnImage, .shapeMismatch, .imageTooSmall, .tileTooSmall, .tooManyOctaves, .unknownChannels,
      .noClassifier, .notResumable:
      .invalidArgument
    case .unknownLayer, .unrecordedWeights: .notFound
    case .outOfMemory, .budgetTooSmall: .limitExceeded
    case .noRecord, .settingsOnlyRecord: .unreadable
    case .other(let kind, _, _), .missingWeights(let kind, _, _, _): kind
    case .at(_, let error): error.kind
    }
  }

  /// One sentence: what is wrong and where.
  public var message: String {
    switch self {
    case .cancelled: "Interrupted."
    case .notAnImage(let shape):
      "An image has the shape (height, width, 3); this tensor is \(shape)."
    case .shapeMismatch(let a, let b): "The shapes \(a) and \(b) do not go together."
    case .imageTooSmall(let height, let width, let minimum, let network):
      "\(network) needs images of at least \(minimum)×\(minimum) pixels; this one is \(width)×\(height)."
    case .tileTooSmall(let side, let minimum, let network):
      "A tile of \(side) pixels is too small for \(network), which needs \(minimum)."
    case .tooManyOctaves(let octaves, _, let height, let width, let minimum, let network):
      "The smallest of \(octaves) octaves would be \(width)×\(height) pixels, but \(network) needs at least "
        + "\(minimum)×\(minimum)."
    case .unknownLayer(let name, let network, _): "\(network) has no layer named '\(name)'."
    case .unknownChannels(let output, let channels):
      "\(output) does not exist: the layer '\(output.layer)' has the channels 0 to \(channels - 1)."
    case .noClassifier(let network): "\(network) has no classifier here."
    case .outOfMemory(let needed, let free, let work):
      "\(work.description) would take about \(needed.inMegabytes), but \(free.inMegabytes) are free."
    case .budgetTooSmall(let needed, let budget, let isAllFree, let smallestTile):
      "This dream takes at least \(needed.inMegabytes), even in tiles of \(smallestTile) pixels, but "
        + "\(budget.inMegabytes) \(isAllFree ? "are free" : "are what it may use")."
    case .missingWeights(_, let reason, _, _): reason
    case .unrecordedWeights(let network):
      "The record does not say where the weights of \(network) came from."
    case .noRecord: "This file carries no record of a dream."
    case .settingsOnlyRecord:
      "This dream's record holds its settings only: the paper's dreams are not replayed."
    case .notResumable(let command): "\(command)() cannot be resumed."
    case .other(_, let message, _): message
    case .at(let place, let error): "'\(place)': \(error.message)"
    }
  }

  /// One sentence: what to do about it, or nil where the message says it.
  public var remedy: String? {
    switch self {
    case .cancelled, .unknownChannels, .noClassifier, .unrecordedWeights, .noRecord, .settingsOnlyRecord,
      .notResumable:
      nil
    case .notAnImage: "Pass one RGB image."
    case .shapeMismatch: "Each extent must be the same in both, or 1 in one of them."
    case .imageTooSmall: "Use a larger image, or resize it."
    case .tileTooSmall: "Use larger tiles."
    case .tooManyOctaves(_, let fitting, _, _, _, _): "Use at most \(fitting) octaves, or a larger picture."
    case .unknownLayer(_, _, let nearest): nearest.isEmpty ? nil : "Did you mean \(nearest.alternatives)?"
    case .outOfMemory(_, _, .dream(nil)): "Use a smaller picture, or tiles."
    case .outOfMemory(_, _, .dream): "Use smaller tiles or a smaller picture."
    case .outOfMemory: "Use a smaller image, or tiles."
    case .budgetTooSmall: "Use a smaller picture, or give it more memory."
    case .missingWeights(_, _, let file, let folder):
      "Put \(file) into \(folder), or load a weight file of your own, or random weights."
    case .other(_, _, let remedy): remedy
    case .at(_, let error): error.remedy
    }
  }

  /// The message, followed by the remedy where there is one.
  public var description: String { remedy.map { "\(message) \($0)" } ?? message }
}

extension DreamError.Work {
  /// The work as the subject of a sentence.
  fileprivate var description: String {
    switch self {
    case .dream: "This dream"
    case .image(let height, let width, let network): "An image of \(width)×\(height) pixels in \(network)"
    }
  }
}

extension [String] {
  /// The names in quotes: `'a', 'b' or 'c'`.
  fileprivate var alternatives: String {
    let quoted = map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}

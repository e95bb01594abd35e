import DreamKit
import DreamLanguage

extension DreamError {
  /// What to do about it in the language's words, where the engine's own remedy would not help in a notebook.
  var hint: String? {
    switch self {
    case .tileTooSmall: "Use a larger tile_size."
    case .tooManyOctaves(_, let fitting, _, _, _, _): "Use octaves=\(fitting), or a larger picture."
    case .unknownLayer(_, _, []): "layers(base_model) lists them."
    case .noClassifier: "Make the network with DreamNet(include_top=True)."
    case .outOfMemory(_, _, .dream(nil)): "Use a smaller picture; dream() computes in tiles that fit."
    case .outOfMemory(_, _, .dream):
      "Use a smaller tile_size or a smaller picture; dream() chooses its tiles itself."
    case .missingWeights(_, _, let file, let folder):
      "Put \(file) into \(folder), or give the path of a file as weights=\"…\", "
        + "or use weights=None for random weights."
    case .unrecordedWeights: "Give model=…."
    case .noRecord: "save(d, 'dream.png') writes one for a dream d."
    case .settingsOnlyRecord: "dream() makes pictures that are."
    case .notResumable: "dream() can: use it for dreams that take long."
    case .at(_, let error): error.hint
    default: remedy
    }
  }
}

import DreamKit
import Testing

@testable import DreamCommands
@testable import DreamLanguage

/// What to do about an error of the engine is said in the language's words.
struct EngineRemedyTests {
  @Test(arguments: [
    (DreamError.tileTooSmall(side: 7, minimum: 8, network: "N"), "tile_size"),
    (.tooManyOctaves(9, fitting: 3, height: 8, width: 8, minimum: 9, network: "N"), "octaves=3"),
    (.unknownLayer("x", network: "N", nearest: []), "layers(base_model)"),
    (.unknownLayer("x", network: "N", nearest: ["y", "z"]), "Did you mean 'y' or 'z'?"),
    (.noClassifier(network: "N"), "include_top=True"),
    (.outOfMemory(needed: 2, free: 1, work: .dream(tileSize: nil)), "dream()"),
    (.outOfMemory(needed: 2, free: 1, work: .dream(tileSize: 64)), "tile_size"),
    (.missingWeights(.notFound, reason: "No.", file: "w.h5", folder: "/f"), "weights=None"),
    (.unrecordedWeights(network: "N"), "model=…"), (.noRecord, "save(d, 'dream.png')"),
    (.at("a.png", .settingsOnlyRecord), "dream()"), (.notResumable(command: "deepdream"), "dream()"),
    (.notAnImage([2]), "RGB"),
  ]) func remediesAreInTheLanguagesWords(_ error: DreamError, _ words: String) {
    let diagnostic = Diagnostic(describing: error)
    #expect(diagnostic.hint?.contains(words) == true, "\(diagnostic.hint ?? "")")
    // The engine's own words know nothing of the language.
    if error.remedy != error.hint { #expect(error.remedy?.contains(words) != true) }
  }
}

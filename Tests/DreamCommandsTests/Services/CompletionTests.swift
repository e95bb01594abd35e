import DreamKit
import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// What the Tab key proposes.
struct CompletionTests {
  private let session = Session()

  init() {
    let code = """
      base_model = InceptionV3(weights=None)
      picture = sample_image(4, 4)
      def blend(first, second=1): return first
      settings = {'step_size': 0.01, 'steps': 100, 3: 'three'}
      """
    _ = session.execute(code, sink: RecordingSink(), cancellation: Cancellation())
  }

  /// The proposals where '|' stands, and the text they replace.
  private func complete(_ marked: String) -> (texts: [String], replaced: String) {
    let cursor = marked.unicodeScalars.prefix { $0 != "|" }.count
    let code = marked.replacing("|", with: "")
    let completion = session.complete(code, cursor: cursor)
    let scalars = code.unicodeScalars.dropFirst(completion.start).prefix(completion.end - completion.start)
    return (completion.matches.map(\.text), String(String.UnicodeScalarView(scalars)))
  }

  @Test(arguments: [
    ("pict|", ["picture"], "pict"), ("run_deep_dream_s|", ["run_deep_dream_simple"], "run_deep_dream_s"),
    ("x = pict|", ["picture"], "pict"), ("ž = '😀'; pict|", ["picture"], "pict"),
    ("run_deep_dream_simple(ste|", ["steps=", "step_size="], "ste"),
    ("run_deep_dream_simple(img=picture, mod|", ["model="], "mod"), ("blend(sec|", ["second="], "sec"),
    ("picture.sha|", ["shape"], "sha"), ("picture.sha|pe", ["shape"], "sha"),
    ("base_model.get_l|", ["get_layer"], "get_l"), ("display.cl|", ["clear_output"], "cl"),
    ("base_model.get_layer('mixed1|", ["mixed1", "mixed10"], "mixed1"),
    ("base_model.get_layer(name=\"mixed10|", ["mixed10"], "mixed10"), ("print('pict|", [], "pict"),
    ("settings['st|", ["step_size", "steps"], "st"),
    ("settings['steps'] + settings[\"step_|", ["step_size"], "step_"),
    ("picture['st|", [], "st"), ("[pict|", ["picture"], "pict"), ("['st|", [], "st"),
    ("dream(picture, base_model, layers=['mixed1|", ["mixed1", "mixed10"], "mixed1"),
    ("dream(picture, base_model, ['mixed10', 'mixed9|", ["mixed9", "mixed9_0", "mixed9_1"], "mixed9"),
    ("# pict|", [], "pict"), ("nothing.sha|", [], "sha"), ("3.re|", [], "re"),
  ]) func proposals(_ marked: String, _ texts: [String], _ replaced: String) {
    let found = complete(marked)
    #expect(found.texts == texts)
    #expect(found.replaced == replaced)
  }

  @Test func anEmptyNameProposesAll() {
    #expect(complete("|").texts.contains("sample_image"))
    #expect(Set(complete("picture.|").texts).isSuperset(of: ["shape", "size", "dtype", "mean", "numpy"]))
    #expect(complete("base_model.get_layer('|").texts.count == 311)
  }

  @Test func matchesSayWhatTheyAre() {
    func match(_ code: String, _ text: String) -> Completion.Match? {
      session.complete(code, cursor: code.unicodeScalars.count).matches.first { $0.text == text }
    }
    #expect(
      match("resiz", "resize") == .init(text: "resize", type: "function", signature: "resize(img, shape)"))
    #expect(
      match("blen", "blend") == .init(text: "blend", type: "function", signature: "blend(first, second=1)"))
    #expect(match("pict", "picture")?.type == "instance")
    #expect(match("whil", "while")?.type == "keyword")
    #expect(match("resize(sh", "shape=")?.type == "param")
    #expect(match("picture.sh", "shape")?.type == "property")
    #expect(match("picture.mea", "mean")?.signature == "mean()")
    #expect(match("blend(sec", "second=")?.signature == "second=1")
    #expect(match("download(ma", "max_dim=")?.signature == "max_dim=None")
    #expect(match("settings['ste", "steps")?.type == "instance")
    #expect(match("base_model.get_layer('mixed3", "mixed3")?.type == "layer")
  }

  @Test func pathsAreCompletedInStrings() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dreamkit-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder + "/inner", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["sky.png", "sky 2.png", ".hidden"] {
      #expect(FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil))
    }
    #expect(complete("load('\(folder)/sk|").texts == ["sky 2.png", "sky.png"])
    #expect(complete("load('\(folder)/sk|").replaced == "sk")
    #expect(complete("load('\(folder)/in|").texts == ["inner/"])
    #expect(complete("load('\(folder)/.h|").texts == [".hidden"])
    #expect(complete("load('\(folder)/nothing/|").texts.isEmpty)
    // In a string that is no path's parameter a slash says that it is one.
    #expect(complete("place = '\(folder)/in|").texts == ["inner/"])
    #expect(complete("print('\(folder)/in|").texts == ["inner/"])
  }

  @Test func anyCursorIsFine() {
    for cursor in [-5, 0, 3, 99] { _ = session.complete("a.b('ž", cursor: cursor) }
  }
}

/// What Shift-Tab tells.
struct InspectionTests {
  private let session = Session()

  init() {
    let code = """
      picture = sample_image(4, 3)
      numbers = array([1.0, 3.0])
      def blend(first, second=1):
          '''Blends two pictures.'''
          return first
      """
    _ = session.execute(code, sink: RecordingSink(), cancellation: Cancellation())
  }

  private func inspect(_ code: String, cursor: Int? = nil) -> String? {
    guard
      case .text(let text)? = session.inspect(
        code, cursor: cursor ?? code.unicodeScalars.count, detail: 0)?["text/plain"]
    else { return nil }
    return text
  }

  @Test(arguments: ["resize", "resize(", "resize(picture, ", "x = resize(picture, (3,"])
  func commandsAreExplained(_ code: String) {
    #expect(inspect(code)?.hasPrefix("resize(img, shape)\n\nScales an image") == true)
  }

  @Test func picturesAreShownSmall() throws {
    _ = session.execute(
      "large = sample_image(640, 320)\nlevels = array(large)\nunit = preprocess_input(large)\nflat = array([0.5, 1.0])",
      sink: RecordingSink(), cancellation: Cancellation())
    for name in ["large", "levels", "unit"] {
      let bundle = try #require(session.inspect(name, cursor: 2, detail: 0))
      #expect(bundle.representations.map(\.type) == ["text/plain", "image/png", "text/html"])
      guard case .bytes(let png)? = bundle["image/png"], case .text(let html)? = bundle["text/html"] else {
        Issue.record("no picture of \(name)")
        continue
      }
      let picture = try Image(decoding: png)
      #expect((picture.width, picture.height) == (160, 80))
      #expect(bundle.pixelSize?.width == 160)
      #expect(html.hasPrefix("<pre>\(name): ") && html.contains("<img width=\"160\" height=\"80\""))
    }
    #expect(session.inspect("flat", cursor: 2, detail: 0)?["image/png"] == nil)
  }

  @Test func theNameUnderTheCursorCounts() {
    #expect(
      inspect("resize(picture, (3, 4))", cursor: 9)?.hasPrefix("picture: Image\nshape (3, 4, 3)") == true)
    #expect(inspect("resize(picture, (3, 4))", cursor: 2)?.hasPrefix("resize(") == true)
  }

  @Test func valuesAndFunctionsAreExplained() {
    #expect(inspect("numbers") == "numbers: Tensor\nshape (2,), values from 1.0 to 3.0, mean 2.0")
    #expect(inspect("blend") == "blend(first, second=1)\n\nBlends two pictures.")
    #expect(inspect("picture.mean")?.hasPrefix("mean()") == true)
    #expect(inspect("tf.image.resize")?.hasPrefix("resize(") == true)
  }

  @Test func nothingIsTold() {
    #expect(inspect("unknown") == nil)
    #expect(inspect("") == nil)
    #expect(inspect("# resize") == nil)
  }

  @Test func pagesNameUnitAndDefault() {
    let page = inspect("random_roll") ?? ""
    #expect(
      page.contains(
        "maxroll: Shifts are drawn from [-maxroll, maxroll). (a whole number from 1 to 1073741824, in pixels)"
      ))
    #expect(page.contains("by default None"))
  }
}

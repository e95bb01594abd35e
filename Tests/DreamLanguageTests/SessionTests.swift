import DreamKit
import Foundation
import Testing

@testable import DreamLanguage
@testable import TestSupport

struct SessionTests {
  private func run(_ code: String, in session: Session = Session()) -> Outcome {
    session.execute(code, sink: RecordingSink(), cancellation: Cancellation())
  }

  @Test func resultsAndQuietLines() {
    #expect(run("1 + 1").result?["text/plain"] == .text("2"))
    #expect(run("1 + 1;").result == nil)
    #expect(run("None").result == nil)
    let session = Session()
    _ = run("40 + 2", in: session)
    #expect(run("_ ", in: session).result?["text/plain"] == .text("42"))
  }

  @Test func errorsPointAtTheirPlace() {
    let failure = run("x = 1\ny = x + nothing").failure
    #expect(failure?.name == "NameError")
    let caret = failure?.traceback.first { $0.contains("^") } ?? ""
    #expect(caret.contains("^^^^^^^"))
  }

  @Test(arguments: [
    String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "1",
    String(repeating: "[", count: 90) + String(repeating: "]", count: 90),
    Array(repeating: "1", count: 100_000).joined(separator: "+"),
    "x" + String(repeating: "[0]", count: 100_000), String(repeating: "not ", count: 100_000) + "1",
    "x = []\nfor i in range(200000): x = [x]\nlen(x)", "a = []\na.append(a)\nrepr(a)\na == a",
    "f = lambda n: f(n)\nf(1)", "'a' * 10 ** 15", "list(range(10 ** 15))", "[][0]", "''[0]", "range(0)[0]",
    "'{:9999999999}'.format(1)", "(1)(2)", "x[", "\u{201C}a\u{201D}", "f'{'", "1 if", "@", "\\", "def", "{1:",
  ]) func hostileTextIsNoCrash(_ code: String) { _ = run(code) }

  @Test func endlessLoopIsInterrupted() {
    let cancellation = Cancellation()
    let thread = Thread {
      usleep(50_000); cancellation.cancel()
    }
    thread.start()
    let session = Session()
    let outcome = session.execute(
      "n = 7\nwhile True: pass", sink: RecordingSink(), cancellation: cancellation)
    #expect(outcome.failure?.name == "Interrupted")
    #expect(run("n", in: session).result?["text/plain"] == .text("7"))
  }

  @Test func completeness() {
    #expect(Completeness(of: "x = 1") == .complete)
    #expect(Completeness(of: "for n in range(3):") == .incomplete(indent: "    "))
    #expect(Completeness(of: "for n in range(3):\n    print(n)") == .incomplete(indent: "    "))
    #expect(Completeness(of: "for n in range(3):\n    print(n)\n") == .complete)
    #expect(Completeness(of: "print(") == .incomplete(indent: ""))
    #expect(Completeness(of: "'''a") == .incomplete(indent: ""))
    #expect(Completeness(of: "x = = 1") == .invalid)
  }

  @Test func completion() {
    let session = Session()
    _ = run("picture = 3", in: session)
    func texts(_ code: String) -> [String] {
      session.complete(code, cursor: code.unicodeScalars.count).matches.map(\.text)
    }
    #expect(texts("pict") == ["picture"])
    #expect(texts("run_deep_dream_s") == ["run_deep_dream_simple"])
    #expect(texts("run_deep_dream_simple(ste") == ["steps=", "step_size="])
    #expect(texts("'a'.upp").isEmpty)
    #expect(texts("display.cl") == ["clear_output"])
    let late = session.complete("ž = pict", cursor: 8)
    #expect(late.start == 4 && late.end == 8)
  }

  @Test func inspection() {
    let session = Session()
    #expect(session.inspect("resize", cursor: 3, detail: 0) != nil)
    #expect(session.inspect("resize(img, ", cursor: 12, detail: 0) != nil)
    #expect(session.inspect("nothing", cursor: 3, detail: 0) == nil)
    #expect(Reference.markdown().contains("run_deep_dream_with_octaves"))
    #expect(run("help('resize')").pages.count == 1)
  }

  /// Whether the networks are there; any failure but their absence counts as there.
  static var hasNetworks: Bool {
    do {
      _ = try Network.load(.inceptionV3, weights: .random(seed: 0), cancellation: Cancellation())
      return true
    } catch { return error.message != "Not built yet." }
  }

  @Test(.enabled(if: hasNetworks)) func paperCellsRun() {
    let session = Session()
    let cells = [
      "original_img = sample_image(120, 90)\nshow(original_img)",
      "base_model = InceptionV3(include_top=False, weights=None)",
      "names = ['mixed0']\nlayers = [base_model.get_layer(name).output for name in names]\n"
        + "dream_model = Model(inputs=base_model.input, outputs=layers)",
      "deepdream = DeepDream(dream_model)",
      "dream_img = run_deep_dream_simple(img=original_img, steps=1, step_size=0.01)",
      "start = time()\nOCTAVE_SCALE = 1.10\nimg = constant(array(original_img))\nbase_shape = shape(img)[: -1]\n"
        + "float_base_shape = cast(base_shape, float32)\nfor n in range(0, 2):\n"
        + "    new_shape = cast(float_base_shape*(OCTAVE_SCALE**n), int32)\n"
        + "    img = resize(img, new_shape).numpy()\n"
        + "    img = run_deep_dream_simple(img=img, steps=1, step_size=0.01)\nclear_output(wait=True)\n"
        + "img = resize(img, base_shape)\nimg = convert_image_dtype(img/255.0, dtype=uint8)\nshow(img)\n"
        + "end = time()\nend-start",
      "shift, img_rolled = random_roll(array(original_img), 512)\nshow(img_rolled)",
      "get_tiled_gradients = TiledGradients(dream_model)",
      "img = run_deep_dream_with_octaves(img=original_img, steps_per_octave=1, octaves=range(0, 1))",
    ]
    for cell in cells {
      let sink = RecordingSink()
      let outcome = session.execute(cell, sink: sink, cancellation: Cancellation())
      #expect(outcome.failure == nil, "\(cell)")
      #expect(Set(sink.displays.compactMap(\.id)).count <= 2, "each dream has one display")
    }
  }
}

import DreamKit
import Foundation
import Ground
import Testing

@testable import DreamCommands
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

  @Test func helpGoesToThePager() {
    #expect(run("help('resize')").pages.count == 1)
    #expect(run("help()\nhelp(show)").pages.count == 2)
    #expect(run("help('resiz')").failure?.message.hasSuffix("Did you mean 'resize'?") == true)
    #expect(Reference.markdown().contains("run_deep_dream_with_octaves"))
  }

  @Test func anInterruptedDreamKeepsItsImage() throws {
    let session = Session()
    _ = run(
      "b = InceptionV3(weights=None); m = Model(b.input, b.get_layer('mixed0').output)\nimg = sample_image(80, 76)",
      in: session)
    let sink = InterruptingSink()
    let outcome = session.execute(
      "dream = run_deep_dream_simple(img, steps=1000000, model=m)", sink: sink,
      cancellation: sink.cancellation)
    #expect(outcome.failure?.name == "Interrupted")
    #expect(outcome.failure?.message.contains("variable _") == true)
    #expect(sink.record.displays.count == 1)
    #expect(sink.record.updates.last?.bundle["image/png"] != nil)
    #expect(sink.record.output.contains(", interrupted ("))
    #expect(run("_.size", in: session).result?["text/plain"] == .text("(80, 76)"))
  }

  /// Interrupts the cell when it shows something.
  private final class InterruptingSink: DisplaySink {
    let record = RecordingSink()
    let cancellation = Cancellation()
    func write(_ text: String, to stream: StreamName) { record.write(text, to: stream) }
    func update(_ bundle: MIMEBundle, id: String) { record.update(bundle, id: id) }
    func clear(wait: Bool) { record.clear(wait: wait) }
    func display(_ bundle: MIMEBundle, id: String?) {
      record.display(bundle, id: id)
      cancellation.cancel()
    }
  }

  @Test func paperCellsRun() {
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
      let dreams = sink.displays.compactMap(\.id)
      #expect(sink.output.split(separator: "\n").count == dreams.count, "each dream prints its line")
      for dream in dreams {
        // Each dream has one display, which ends as a plain picture.
        #expect(sink.displays.count { $0.id == dream } == 1)
        let last = sink.updates.last { $0.id == dream }?.bundle
        #expect(last?["image/png"] != nil && last?["text/html"] == nil)
      }
    }
  }
}

import DreamKit
import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// Dreams as values of the language: what they tell, and `dream`, `resume` and `replay`.
struct TiledDreamTests {
  private static let start =
    "net = SqueezeNet(weights=None)\nimg = sample_image(60, 50)\n"
    + "m = Model(outputs=[net.get_layer('fire2/concat').output])\n"

  private let session = Session()

  /// Interrupts the cell when its display is renewed for the first time: after the first step.
  private final class InterruptingSink: DisplaySink {
    let record = RecordingSink()
    let cancellation = Cancellation()
    func write(_ text: String, to stream: StreamName) { record.write(text, to: stream) }
    func clear(wait: Bool) { record.clear(wait: wait) }
    func display(_ bundle: MIMEBundle, id: String?) { record.display(bundle, id: id) }
    func update(_ bundle: MIMEBundle, id: String) {
      record.update(bundle, id: id)
      cancellation.cancel()
    }
  }

  @discardableResult
  private func run(_ code: String, _ sink: RecordingSink = RecordingSink()) -> Outcome {
    session.execute(code, sink: sink, cancellation: Cancellation())
  }

  private func text(_ code: String) -> String {
    let outcome = run(code)
    if case .text(let text) = outcome.result?["text/plain"] { return text }
    return outcome.failure.map { "\($0.name): \($0.message)" } ?? "nothing"
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dreamkit-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func aDreamTellsOfItselfAndIsAPicture() {
    run(Self.start + "d = dream(img, m, octaves=2, octave_scale=1.2, steps=2, seed=9)")
    #expect(
      text("d.steps, d.network, d.layers, d.interrupted") == "(4, 'SqueezeNet', ['fire2/concat'], False)")
    #expect(
      text("d.settings")
        == "{'octaves': 2, 'octave_scale': 1.2, 'steps': 2, 'step_size': 0.01, 'tile_size': 60, 'seed': 9}")
    #expect(
      text("len(d.losses), d.loss == d.losses[3], len(d.steps_kept), d.steps_kept[0].size")
        == "(4, True, 5, (60, 50))")
    #expect(
      text("len(d.step_seconds), d.seconds > 0, d.seconds_per_step * 4 == d.seconds") == "(4, True, True)")
    #expect(text("type(d), d.shape, d.size, d.dtype") == "('Dream', (50, 60, 3), (60, 50), uint8)")
    // Wherever a picture is taken a dream is; what is made of it is no dream any more.
    #expect(
      text("(d * 1.0).shape, resize(d, (5, 6)).shape, type(d[0:10, 0:12]), mean(d) == d.mean()")
        == "((50, 60, 3), (5, 6, 3), 'Image', True)")
    #expect(
      text("type(convert_image_dtype(d / 255.0)), type(deprocess(preprocess_input(d)))")
        == "('Image', 'Image')")
    #expect(text("d == dream(img, m, octaves=2, octave_scale=1.2, steps=2, seed=9)") == "True")
    #expect(text("d == img") == "False")
    #expect(text("dream(img, m, steps=0) == img") == "True")
  }

  @Test func thePapersDreamsTellOfThemselves() {
    run(
      Self.start + "deepdream = DeepDream(m)\nr = deepdream(preprocess_input(img), 3, 0.01)\nloss, image = r")
    #expect(text("loss == r.loss, loss == r.losses[2], r.steps, type(image)") == "(True, True, 3, 'Tensor')")
    #expect(text("r[0] == loss, len(r), deprocess(r) == deprocess(image)") == "(True, 2, True)")
    #expect(text("r.settings") == "{'steps': 3, 'step_size': 0.01}")
    run(
      "s = run_deep_dream_simple(img, steps=3)\no = run_deep_dream_with_octaves(img, 2, octaves=[0], model=m)"
    )
    #expect(
      text("s.losses == r.losses, s == deprocess(image), s.settings")
        == "(True, True, {'steps': 3, 'step_size': 0.01})")
    #expect(
      text("o.losses, o.loss, o.settings['octaves'], o.settings['seed'] >= 0")
        == "([None, None], None, [0], True)")
    #expect(run("r").result?["text/html"] != nil)
    #expect(run("scrub(r)").result?["text/html"] != nil && run("scrub(o)").result?["image/png"] != nil)
    #expect(text("plot(s)").hasPrefix("Plot (3 values from "))
    #expect(text("run_deep_dream_simple(img, steps=0).seconds_per_step is None") == "True")
    #expect(text("s.resume()") == "ValueError: This dream is complete: nothing is left to do.")
  }

  @Test func theDisplayTellsWhatItWillTake() throws {
    run(Self.start)
    let sink = RecordingSink()
    run("d = dream(img, m, octaves=2, octave_scale=1.2, steps=2, tile_size=40)", sink)
    #expect(sink.displays.count == 1)
    let line = try #require(sink.displays[0].bundle["text/plain"]?.text)
    #expect(
      line.hasPrefix("2 sizes from 50×42 to 60×50, 2 steps each, in tiles of at most 40 pixels: about "))
    #expect(line.contains(" MB and ") && line.hasSuffix(" s"))
    // Under way every picture is shown at the last one's size; at the end it is the plain picture.
    let html = try #require(sink.updates.first?.bundle["text/html"]?.text)
    #expect(html.contains("<img width=\"60\" height=\"50\""))
    #expect(sink.updates.last?.bundle["text/html"] == nil && sink.updates.last?.bundle["image/png"] != nil)
    #expect(sink.output.hasPrefix("Octave 0, Step 2, loss "))
  }

  @Test func anInterruptedDreamIsResumed() {
    run(Self.start + "whole = dream(img, m, octaves=2, octave_scale=1.2, steps=2, seed=4)")
    let sink = InterruptingSink()
    let outcome = session.execute(
      "d = dream(img, m, octaves=2, octave_scale=1.2, steps=2, seed=4)", sink: sink,
      cancellation: sink.cancellation)
    #expect(outcome.failure?.name == "Interrupted")
    #expect(
      outcome.failure?.message.hasSuffix(
        "The image reached is kept in the variable _; resume() continues the dream.") == true)
    #expect(text("_.interrupted, _.steps, _.size") == "(True, 1, (60, 50))")
    // That was a cell with a result, which is in _ now.
    #expect(text("resume()").hasPrefix("ValueError: There is no interrupted dream in the variable _."))
  }

  @Test func resumedIsTheSameAsWhole() {
    run(Self.start + "whole = dream(img, m, octaves=2, octave_scale=1.2, steps=2, seed=4)")
    let sink = InterruptingSink()
    _ = session.execute(
      "dream(img, m, octaves=2, octave_scale=1.2, steps=2, seed=4)", sink: sink,
      cancellation: sink.cancellation)
    run("part = _\nd = resume()")
    #expect(text("d == whole, d.losses == whole.losses, d.steps, d.interrupted") == "(True, True, 4, False)")
    #expect(text("part == whole, part.steps") == "(False, 1)")
    #expect(text("part.resume() == whole") == "True")
    #expect(text("resume(d)") == "ValueError: This dream is complete: nothing is left to do.")
  }

  @Test func aRecordMakesThePictureAgain() throws {
    try withFolder { folder in
      run(Self.start + "d = dream(img, m, octaves=2, octave_scale=1.2, steps=2)\nsave(d, '\(folder)/d.png')")
      let sink = RecordingSink()
      run("again = replay('\(folder)/d.png')", sink)
      #expect(!sink.output.contains("bit for bit"))
      #expect(
        text("again == d, again.settings == d.settings, again.losses == d.losses") == "(True, True, True)")
      #expect(text("load('\(folder)/d.png') == d, type(load('\(folder)/d.png'))") == "(True, 'Image')")
      // Another picture, other weights, another model.
      #expect(
        text("replay('\(folder)/d.png', img=255 - img)")
          == "ValueError: This is not the picture that the dream began with: its levels differ.")
      #expect(
        text(
          "other = SqueezeNet(weights=None, seed=1)\nreplay('\(folder)/d.png', model=Model(outputs=[other.get_layer('fire2/concat').output]))"
        )
        .hasPrefix("ValueError: These are other weights of SqueezeNet than those of the dream."))
      #expect(
        text("replay('\(folder)/d.png', model=Model(outputs=[net.get_layer('fire3/concat').output]))")
          == "ValueError: The dream was made with SqueezeNet's fire2/concat, not with SqueezeNet's fire3/concat."
      )
    }
  }

  @Test func recordsCanBeLeftOut() throws {
    try withFolder { folder in
      run(Self.start + "d = dream(img, m, octaves=1, steps=2)")
      run("save(d, '\(folder)/a.png', embed_input=False)\nsave(d, '\(folder)/b.png', record=False)")
      #expect(
        text("replay('\(folder)/a.png')")
          == "ValueError: The file does not hold the picture of 60×50 pixels that the dream began with. "
          + "Give it: replay(path, img=…).")
      #expect(text("replay('\(folder)/a.png', img=img) == d") == "True")
      #expect(
        text("replay('\(folder)/b.png')")
          == "FileError: '\(folder)/b.png': This file carries no record of a dream. save(d, 'dream.png') writes one for a dream d."
      )
      run("save(run_deep_dream_simple(img, steps=1, model=m), '\(folder)/c.png')")
      #expect(text("replay('\(folder)/c.png')").contains("the paper's dreams are not replayed."))
    }
  }

  @Test func figuresAreSavedByTheirEnding() throws {
    try withFolder { folder in
      run(Self.start + "d = dream(img, m, octaves=1, steps=3)")
      for (code, name, beginning) in [
        ("plot(d)", "a.svg", "<svg "), ("histogram(d)", "b.html", "<!DOCTYPE html>"),
        ("scrub(d)", "c.html", "<!DOCTYPE html>"),
        ("compare(img, d)", "d.html", "<!DOCTYPE html>"), ("d", "e.html", "<!DOCTYPE html>"),
      ] {
        #expect(run("save(\(code), '\(folder)/\(name)')").failure == nil)
        let file = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        #expect(file.hasPrefix(beginning))
        #expect(FigureTests.isWellFormed(file), "\(name)")
      }
      #expect(
        run("save(grid([img, d]), '\(folder)/f.png')\nload('\(folder)/f.png').size").result?["text/plain"]
          == .text("(126, 50)"))
    }
  }
}

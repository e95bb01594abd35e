import DreamKit
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// Controls as values, and what runs when a person moves one.
struct ControlCommandTests {
  private let session = Session()
  private let sink = RecordingSink(hasControls: true)

  private func run(_ code: String, on sink: (any DisplaySink)? = nil) -> String? {
    let outcome = session.execute(code, sink: sink ?? self.sink, cancellation: Cancellation())
    if case .text(let text)? = outcome.result?["text/plain"] { return text }
    return outcome.failure.map { "\($0.name): \($0.message)" }
  }

  /// The control in a row of a panel.
  private func control(_ row: Int = 0, of panel: Int = 0) throws -> LiveControl {
    try #require(sink.panels.dropFirst(panel).first?.rows.dropFirst(row).first?.first)
  }

  private func text(_ bundle: MIMEBundle) -> String? {
    if case .text(let text)? = bundle["text/plain"] { text } else { nil }
  }

  // MARK: Values

  @Test(arguments: [
    ("slider(0, 10)", "<slider 5, from 0 to 10>"),
    ("slider(0, 1, label='x')", "<slider x: 0, from 0 to 1>"),
    ("slider(0.0, 1)", "<slider 0.5, from 0.0 to 1.0>"),
    ("slider(1, 9, step=3, value=4)", "<slider 4, from 1 to 9>"),
    ("dropdown(['a', 'b'], value='b').value", "'b'"), ("dropdown({'low': 1, 'high': 2}).value", "1"),
    ("checkbox(True).value", "True"), ("textbox('a', label='t')", "<textbox t: 'a'>"),
    ("button('Go', lambda: 1)", "<button Go>"), ("slider(0, 10).label", "''"),
  ]) func controlsAreValues(_ code: String, _ expected: String) {
    #expect(run(code) == expected)
    #expect(sink.panels.count == 1)
    #expect(sink.displays[0].bundle.representations.last?.type == "application/x-panel")
  }

  @Test(arguments: [
    ("s + 1", "6"), ("s * 0.5", "2.5"), ("s == 5, 5 == s, s > 4", "(True, True, True)"),
    ("array([1, 2]) * s", "Tensor([5.0, 10.0], shape=(2,), float32)"), ("f'{s:.1f} {s}'", "'5.0 5'"),
    ("list(range(s))", "[0, 1, 2, 3, 4]"), ("'yes' if off else 'no'", "'no'"), ("word == 'b'", "True"),
    ("int(s), str(word)", "(5, 'b')"), ("help(word)", nil),
    ("resize(sample_image(8, 8), (s, s)).shape", "(5, 5, 3)"), ("'abc'.find(word)", "1"),
  ]) func aControlStandsForItsValue(_ code: String, _ expected: String?) {
    _ = run("s = slider(0, 10)\noff = checkbox()\nword = dropdown(['a', 'b'], value='b')")
    #expect(run(code) == expected)
  }

  @Test func aMoveIsReadAtOnce() throws {
    _ = run("s = slider(0, 10)\nword = dropdown(['a', [1, 2]])")
    try control().move(to: .number(7))
    try control(of: 1).move(to: .count(1))
    #expect(run("s.value, word.value") == "(7, [1, 2])")
    try control().move(to: .number(99))
    try control(of: 1).move(to: .count(5))
    #expect(run("s.value, word.value") == "(10, [1, 2])")
  }

  @Test(arguments: [
    ("slider(1, 1)", "ValueError: A slider goes from a number to a larger one, not from 1 to 1."),
    ("slider(0, 1, step=2)", "ValueError: A slider from 0 to 1 cannot go in steps of 2."),
    ("slider(0, 1, value=3)", "ValueError: A slider from 0 to 1 cannot begin at 3."),
    ("slider(0, float('inf'))", "ValueError: A slider goes from a number to a larger one"),
    ("dropdown([])", "ValueError: A dropdown needs 1 to 1000 values to choose from, not 0."),
    ("dropdown(['a'], value='b')", "ValueError: 'b' is not among the values to choose from. They are a."),
    ("interact(3)", "TypeError: interact() needs 'function' to be a function, a lambda or a command, not 3."),
    ("interact(lambda n: n, n=(3, 1))", "ValueError: n: A slider goes from a number to a larger one"),
    ("interact(lambda n: n, m=(1, 3))", "TypeError: <lambda>() has no parameter 'm'."),
    ("interact(lambda n: n / 0, n=True)", "ZeroDivisionError"),
  ]) func mistakesAreSaid(_ code: String, _ expected: String) {
    #expect(run(code)?.hasPrefix(expected) == true, "\(run(code) ?? "")")
  }

  @Test func withoutControlsTheValueStays() {
    let plain = RecordingSink()
    #expect(run("slider(0, 10) + 1", on: plain) == "6")
    #expect(
      text(plain.displays[0].bundle)?.hasPrefix("<slider 5, from 0 to 10>: there are no controls here")
        == true)
  }

  // MARK: Live in a dream

  /// Moves a control when the first step of a dream is shown.
  private final class MovingSink: DisplaySink {
    var control: LiveControl?
    func write(_ text: String, to stream: StreamName) {}
    func display(_ bundle: MIMEBundle, id: String?) { if id != nil { control?.move(to: .number(0)) } }
    func update(_ bundle: MIMEBundle, id: String) {}
    func clear(wait: Bool) {}
    func open(_ panel: LivePanel) -> MIMEBundle.Representation? {
      control = control ?? panel.rows[0][0]
      return ("application/x-panel", .text(""))
    }
  }

  @Test(arguments: [
    "run_deep_dream_simple(img=sample_image(60, 50), steps=STEPS, step_size=SIZE, model=DeepDream(m))",
    "DeepDream(m)(preprocess_input(sample_image(60, 50)), STEPS, SIZE)[1]",
    "run_deep_dream_with_octaves(img=sample_image(120, 90), steps_per_octave=STEPS, step_size=SIZE, octaves=[0], shift=(0, 0), model=m)",
  ]) func aDreamReadsItsStepSizeAfresh(_ call: String) {
    let sink = MovingSink()
    _ = run(
      "b = SqueezeNet(weights=None)\nm = Model(outputs=b.get_layer('fire2/concat').output)\ns = slider(0.0, 0.1, value=0.05)",
      on: sink)
    // Three steps, of which the slider stands at 0 in the last two, go as far as one.
    let moved = call.replacing("STEPS", with: "3").replacing("SIZE", with: "s")
    let single = call.replacing("STEPS", with: "1").replacing("SIZE", with: "0.05")
    _ = run("moved = \(moved)", on: sink)
    #expect(run("single = \(single)\narray(moved) == array(single)") == "True")
    if call.hasPrefix("run_deep") {
      #expect(run("moved.settings['step_size']") == "'of a control, last 0.0'")
    }
  }

  // MARK: interact

  @Test(arguments: [
    ("n=(0, 10)", LiveControl.Form.slider(from: 0, to: 10, step: 1, isWhole: true), "5"),
    ("n=(0.0, 1.0)", .slider(from: 0, to: 1, step: 0.01, isWhole: false), "0.5"),
    ("n=(0, 1, 0.25)", .slider(from: 0, to: 1, step: 0.25, isWhole: false), "0.5"),
    ("n=range(2, 9, 3)", .slider(from: 2, to: 8, step: 3, isWhole: true), "5"),
    ("n=['a', 'b']", .choice(["a", "b"]), "'a'"), ("n={'x': 1}", .choice(["x"]), "1"),
    ("n=True", .checkbox, "True"),
    ("n=4", .slider(from: 0, to: 12, step: 1, isWhole: true), "4"), ("n='word'", .field, "'word'"),
    ("n=-0.5", .slider(from: -1.5, to: 0, step: 0.02, isWhole: false), "-0.5"),
  ]) func valuesBecomeControls(_ argument: String, _ form: LiveControl.Form, _ shown: String) throws {
    #expect(run("interact(lambda n: n, \(argument))") == nil)
    #expect(try control().form == form)
    #expect(try control().label == "n")
    #expect(sink.displays.map { text($0.bundle) } == ["Controls: n=\(shown)", shown])
  }

  @Test func aFunctionsDefaultIsWhereItBegins() throws {
    _ = run("def f(n=7, word='b'):\n    return n, word\ninteract(f, n=(0, 10), word=['a', 'b'])")
    #expect(text(sink.displays[1].bundle) == "(7, 'b')")
    _ = run("interact(f, n=(0, 5))")
    #expect(text(sink.displays[3].bundle) == "(2, 'b')")
  }

  @Test func otherValuesAreHandedOn() {
    _ = run(
      "interact(lambda img, n, x, y: (img.shape, n, x, y), img=sample_image(4, 3), n=(0, 2), x=fixed([1]), y=None)"
    )
    #expect(text(sink.displays[1].bundle) == "((3, 4, 3), 1, [1], None)")
    #expect(sink.panels[0].rows.count == 1)
  }

  @Test func aMoveRunsItAgainInPlace() throws {
    _ = run(
      "def f(n):\n    for i in range(n):\n        print('line', i)\n        display(HTML(str(i)))\n    return n\ninteract(f, n=(0, 4))"
    )
    #expect(sink.displays.count == 6)
    let ids = sink.displays.dropFirst().map(\.id)
    try control().move(to: .number(1))
    session.respond(cancellation: Cancellation())
    #expect(sink.displays.count == 6)
    #expect(sink.updates.map(\.id) == ids)
    #expect(sink.updates.map { text($0.bundle) } == ["line 0", "<HTML>", "1", "", ""])
    try control().move(to: .number(3))
    session.respond(cancellation: Cancellation())
    // Two more outputs than there were places.
    #expect(sink.displays.count == 8)
    #expect(text(sink.displays[7].bundle) == "3")
  }

  @Test func severalMovesRunItOnce() throws {
    _ = run("runs = []\ninteract(lambda n: runs.append(n), n=(0, 9))")
    let asked = Counter()
    session.whenAsked { asked.add() }
    for number in [1.0, 2, 3] { try control().move(to: .number(number)) }
    #expect(asked.count == 3)
    session.respond(cancellation: Cancellation())
    session.respond(cancellation: Cancellation())
    #expect(run("runs") == "[4, 3]")
  }

  @Test func anErrorOfALaterRunIsShownInPlace() throws {
    _ = run("interact(lambda n: 1 / n, n=(0, 4))")
    try control().move(to: .number(0))
    session.respond(cancellation: Cancellation())
    #expect(sink.updates.count == 1)
    #expect(text(sink.updates[0].bundle)?.contains("ZeroDivisionError") == true)
    try control().move(to: .number(1))
    session.respond(cancellation: Cancellation())
    #expect(text(sink.updates[1].bundle) == "1.0")
  }

  /// A control that is moved while it runs stops the run, whose values are old.
  @Test func aMoveStopsTheRunThatIsUnderWay() throws {
    final class Sink: DisplaySink {
      var panel: LivePanel?
      var shown: [String] = []
      func write(_ text: String, to stream: StreamName) {}
      func display(_ bundle: MIMEBundle, id: String?) {
        if case .text(let text)? = bundle["text/plain"] { shown.append(text) }
        if shown.last == "<HTML>" { panel?.rows[0][0].move(to: .flag(false)) }
      }
      func update(_ bundle: MIMEBundle, id: String) { display(bundle, id: id) }
      func clear(wait: Bool) {}
      func open(_ panel: LivePanel) -> MIMEBundle.Representation? {
        self.panel = panel
        return ("application/x-panel", .text(""))
      }
    }
    let sink = Sink()
    let code =
      "def f(forever):\n    if forever:\n        display(HTML(''))\n    while forever: pass\n    return 'done'"
    #expect(run("\(code)\ninteract(f, forever=True)", on: sink) == nil)
    #expect(sink.shown == ["Controls: forever=True", "<HTML>", "'done'"])
  }

  @Test func anInterruptEndsARunAndWhatWaits() throws {
    _ = run("runs = []\ninteract(lambda n: runs.append(n), n=(0, 9))")
    try control().move(to: .number(1))
    let cancellation = Cancellation()
    cancellation.cancel()
    session.respond(cancellation: cancellation)
    session.respond(cancellation: Cancellation())
    #expect(run("runs") == "[4]")
  }

  @Test func aButtonRunsItsFunction() throws {
    _ = run("pressed = []\ndef f():\n    pressed.append(1)\n    print(len(pressed))\nbutton('Go', f)")
    #expect(run("pressed") == "[]")
    for _ in 0..<2 {
      try control().press()
      session.respond(cancellation: Cancellation())
    }
    #expect(run("pressed") == "[1, 1]")
    #expect(sink.displays.compactMap { text($0.bundle) }.last == "1")
    #expect(sink.updates.compactMap { text($0.bundle) } == ["2"])
  }

  @Test func aDreamIsShownOnce() throws {
    _ = run(
      "b = SqueezeNet(weights=None)\ninteract(dream, img=sample_image(60, 50), model=b, layers=['fire2/concat', 'fire3/concat'], "
        + "octaves=fixed(1), steps=fixed(1), seed=fixed(1))")
    // The controls, the dream with its picture, and the line that it prints.
    #expect(sink.displays.count == 3)
    #expect(sink.updates.last { $0.id == sink.displays[1].id }?.bundle["image/png"] != nil)
  }

  @Test func withoutControlsItRunsOnceAndSaysSo() {
    let plain = RecordingSink()
    #expect(run("interact(lambda n: n, n=(0, 4))", on: plain) == nil)
    #expect(plain.displays.map { text($0.bundle) } == ["2"])
    #expect(plain.output.hasPrefix("There are no controls here, so this ran once, with n=2."))
  }
}

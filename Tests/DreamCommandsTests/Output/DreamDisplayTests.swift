import Ground
import Testing

@testable import DreamCommands
@testable import DreamKit
@testable import DreamLanguage
@testable import TestSupport

/// What a dream shows, with a clock that the test turns.
struct DreamDisplayTests {
  /// A clock that stands still until it is told to go on.
  private final class Clock {
    var now = 1000.0
  }

  private let sink = RecordingSink()
  private let clock = Clock()
  private let picture = Image(height: 2, width: 3, pixels: [UInt8](repeating: 127, count: 18))

  private func makeDisplay() -> DreamDisplay {
    let clock = clock
    return DreamDisplay(
      Execution(
        sink: sink, cancellation: Cancellation(), clock: { clock.now }, globals: Scope(parent: nil),
        table: CommandTable(), host: DreamHost(), stackBudget: 1 << 20))
  }

  private func step(_ done: Int, of total: Int = 100, loss: Float? = 1.25, octave: Int? = nil) -> AscentStep {
    AscentStep(
      image: Tensor(repeating: 0, shape: [2, 3, 3]), loss: loss, octave: octave, step: done, stepsDone: done,
      stepsTotal: total)
  }

  private func result(_ done: Int, interrupted: Bool = false) -> AscentResult {
    AscentResult(
      image: Tensor(repeating: 0, shape: [2, 3, 3]), loss: 1.25, stepsDone: done, wasInterrupted: interrupted)
  }

  @Test func theFirstStepIsShownAtOnceAndThenTwoASecond() {
    let display = makeDisplay()
    #expect(sink.displays.isEmpty)
    for done in 1...41 {
      display.observe(step(done))
      clock.now += 0.125
    }
    // 41 steps in 5 seconds: one at the start, then every half second.
    #expect(sink.displays.count == 1)
    #expect(sink.updates.count == 10)
    #expect(
      sink.displays[0].bundle["text/plain"]
        == .text("Step 1 of 100, loss 1.25, 0.0 s elapsed, 0.0 s remaining"))
    #expect(
      sink.updates[9].bundle["text/plain"]
        == .text("Step 41 of 100, loss 1.25, 5.0 s elapsed, 7.2 s remaining"))
    #expect(sink.updates.allSatisfy { $0.id == sink.displays[0].id })
  }

  @Test func underWayThePictureIsInTheHTMLOnly() {
    let display = makeDisplay()
    display.observe(step(1))
    let bundle = sink.displays[0].bundle
    #expect(bundle.representations.map(\.type) == ["text/plain", "text/html"])
    guard case .text(let html) = bundle["text/html"] else {
      Issue.record("no HTML")
      return
    }
    #expect(html.contains("<img width=\"3\" height=\"2\" alt=\"dream\" src=\"data:image/jpeg;base64,/9j/"))
    #expect(html.contains("<figcaption>Step 1 of 100, loss 1.25, "))
  }

  @Test func atTheEndTheSameDisplayIsThePicture() throws {
    let display = makeDisplay()
    display.observe(step(99))
    clock.now += 15.25
    display.observe(step(100))
    clock.now += 0.001  // The end waits for no interval.
    let line = try display.finish(picture, result(100))
    #expect(line == "Step 100, loss 1.25 (15.3 s)")
    #expect(sink.displays.count == 1)
    let last = try #require(sink.updates.last)
    #expect(last.id == sink.displays[0].id)
    #expect(last.bundle.representations.map(\.type) == ["text/plain", "image/png"])
    #expect(last.bundle["text/plain"] == .text(line))
    #expect(last.bundle["image/png"] == .bytes(try picture.pngData()))
    #expect(last.bundle.pixelSize?.width == 3 && last.bundle.pixelSize?.height == 2)
  }

  @Test func anInterruptedDreamEndsAsAPictureToo() throws {
    let display = makeDisplay()
    display.observe(step(12))
    clock.now += 90
    let line = try display.finish(picture, result(12, interrupted: true))
    #expect(line == "Step 12, loss 1.25, interrupted (1 min 30 s)")
    #expect(sink.updates.last?.bundle["text/html"] == nil)
    #expect(sink.updates.last?.bundle["image/png"] != nil)
  }

  @Test func octavesCountTheirOwnSteps() throws {
    let display = makeDisplay()
    display.observe(step(3, of: 10, loss: nil, octave: -2))
    #expect(
      sink.displays[0].bundle["text/plain"]
        == .text("Octave -2, Step 3: step 3 of 10, 0.0 s elapsed, 0.0 s remaining"))
    #expect(try display.finish(picture, result(3)) == "Octave -2, Step 3 (0.0 s)")
  }

  @Test func aDreamWithoutStepsShowsItsPictureOnce() throws {
    let display = makeDisplay()
    #expect(try display.finish(picture, result(0)) == "Step 0 (0.0 s)")
    #expect(sink.displays.count == 1 && sink.updates.isEmpty)
    #expect(sink.displays[0].bundle["image/png"] != nil)
  }
}

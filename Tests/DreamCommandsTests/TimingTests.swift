import DreamKit
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// `%time` and `%%time`, by a clock that goes on by 0.25 seconds whenever it is read.
struct TimingTests {
  private func run(_ code: String) -> (output: String, outcome: Outcome) {
    var now = 0.0
    let session = Session(clock: {
      now += 0.25
      return now
    })
    let sink = RecordingSink()
    let outcome = session.execute(code, sink: sink, cancellation: Cancellation())
    return (sink.output, outcome)
  }

  @Test(arguments: [
    ("%time 1 + 1", "Wall time: 250 ms\n", "2"), ("%time x = 3\nx", "Wall time: 250 ms\n", "3"),
    ("%%time\nx = 3\nfor n in range(2):\n    print(n)\nx", "0\n1\nWall time: 250 ms\n", "3"),
    ("%%time\n", "Wall time: 250 ms\n", nil), ("%time 5;", "Wall time: 250 ms\n", nil),
    ("x = 1\n%time y = 2\n%time y", "Wall time: 250 ms\nWall time: 250 ms\n", "2"),
    ("def f():\n    %time y = 2\n    return y\nf()", "Wall time: 250 ms\n", "2"),
  ]) func timesAreprinted(_ code: String, _ output: String, _ result: String?) {
    let run = run(code)
    #expect(run.outcome.failure == nil)
    #expect(run.output == output)
    #expect(run.outcome.result?["text/plain"] == result.map { .text($0) })
  }

  @Test(arguments: [
    "%matplotlib inline", "%%timeit\n1", "x = 1\n%%time\n2", "% time 1", "%", "%time", "x = %time 1",
  ]) func otherMagicIsRefused(_ code: String) {
    #expect(run(code).outcome.failure?.name == "SyntaxError", "\(code)")
  }

  @Test(arguments: [
    (0.0000125, "12.5 µs"), (0.0123, "12.3 ms"), (1.234, "1.23 s"), (125, "2 min 5 s"),
  ]) func durations(_ seconds: Double, _ text: String) {
    #expect(TextFormat.duration(seconds) == text)
  }
}

import DreamCommands
import DreamKit
import DreamLanguage
import Glibc
import Ground
import Kernel
import Synchronization

/// The language: parser, evaluator, completion, inspection. A program that goes on for too long is interrupted, as a
/// notebook's user would.
struct LanguageTarget: FuzzTarget {
  static let name = "language"
  let seeds: [[UInt8]]
  let words: [[UInt8]]
  private let watch = Watch()

  init() throws {
    seeds = try SeedFiles.matching([
      "Tests/DreamCommandsTests/Scripts/*.dream", "Tests/Fixtures/Fuzz/language/*",
    ])
    let names = Session().complete("", cursor: 0).matches.map(\.text)
    words = (Self.pieces + names + names.map { "\($0)(" }).map { Array($0.utf8) }
    // What a program saves goes where nobody misses it.
    guard let folder = mkdtemp(strdup("/tmp/dreamkit-fuzz-XXXXXX")), chdir(folder) == 0 else {
      throw FuzzError("There is no room in /tmp.")
    }
    setenv("DREAMKIT_CACHE", folder, 1)
  }

  func read(_ input: [UInt8], dice: inout SeededGenerator) {
    let code = String(decoding: input.prefix(8192), as: UTF8.self)
    let session = Session()
    session.stackBudget = KernelServer.stackBudget
    let cursor = Int.random(in: 0...code.unicodeScalars.count, using: &dice)
    let completion = session.complete(code, cursor: cursor)
    precondition(completion.start <= completion.end && completion.end <= code.unicodeScalars.count)
    _ = session.inspect(code, cursor: cursor, detail: 1)
    _ = session.completeness(of: code)
    let outcome = session.execute(code, sink: Nowhere(), cancellation: watch.start())
    watch.stop()
    precondition(outcome.failure?.message.isEmpty != true)
  }

  // MARK: Implementation

  private static let pieces = [
    "0", "1", "-1", "1e308", "0.1", "9223372036854775807", "-9223372036854775808", "1e-320", "2**62", "None",
    "True", "''", "[]", "{}",
    "()", "(", ")", "[", "]", "{", "}", ":", ",", "=", "==", "+=", "**", "//", "%", "-", "<", " in ", " not ",
    " is ", " and ", " or ",
    "lambda x: ", "def f(x):\n  ", "for i in range(3):\n  ", "while x:\n  ", "if x:\n  ", "else:\n  ",
    "return ", "break\n", "global x\n",
    "del ", "import ", "from ", " as ", "f'{", "}'", "\"\"\"", "'", "\"", "\\", "\n", "\n  ", "\t", ";", "#",
    "%time ", "%%time\n", "*", "**x",
    "...", "[::-1]", "[1:]", "[..., 1]", ".shape", ".format(", "x", "f(", "print(", "range(", "\u{1F600}",
    "\u{0}", "sample_image(8, 8)",
    "constant([[1, 2], [3, 4]])", "random_normal([2, 3])", "' ' * 10**9", "[0] * 10**9", "10**5000",
    "for x in ", "d['a']", "x = [x]\n",
  ]

  /// Takes output and forgets it.
  private final class Nowhere: DisplaySink {
    func write(_ text: String, to stream: StreamName) {}
    func display(_ bundle: MIMEBundle, id: String?) {}
    func update(_ bundle: MIMEBundle, id: String) {}
    func clear(wait: Bool) {}
  }

  /// Interrupts what runs for longer than a while.
  private final class Watch: Sendable {
    private let running = Mutex<(cancellation: Cancellation, end: Int)?>(nil)

    init() {
      _ = try? KernelThread("watch") { [self] in
        while true {
          usleep(50_000)
          running.withLock { if let run = $0, run.end < Clock.milliseconds { run.cancellation.cancel() } }
        }
      }
    }

    func start() -> Cancellation {
      let cancellation = Cancellation()
      running.withLock { $0 = (cancellation, Clock.milliseconds + 300) }
      return cancellation
    }

    func stop() { running.withLock { $0 = nil } }
  }
}

import DreamKit
import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// The paper's own cells, as printed, all but its two classes.
///
/// Nothing in a cell is changed. What comes from outside is another: a small picture in place of the one at the paper's
/// address, and a small network of InceptionV3's name with random weights. The paper's text is not part of the project;
/// where it is absent, these tests are skipped.
@Suite(.enabled(if: PaperCells.arePresent, "the paper's text in 'shared' beside the package is absent"))
struct PaperCellsTests {
  private static let cells = PaperCells.all.filter { !$0.definesClass }

  /// A session that finds a picture of 44×32 pixels at every address, and the small network under every name.
  private func session(in folder: String) throws -> Session {
    let path = folder + "/picture.png"
    try Image.sample(width: 44, height: 32, seed: 21).write(to: path)
    var services = Services()
    services.file = { (_, _, _) throws(DreamError) in path }
    services.picture = { (_, side, cancellation, _) throws(DreamError) in
      try Image.download(path, maxDimension: side, cancellation: cancellation)
    }
    services.network = { (_, weights, _, _, _) throws(DreamError) in
      #expect(weights == .imagenet)
      return .small()
    }
    var now = 0.0
    return Session(
      clock: {
        now += 0.001
        return now
      }, services: services)
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dreamkit-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func text(_ code: String, in session: Session) -> String? {
    let outcome = session.execute(code, sink: RecordingSink(), cancellation: Cancellation())
    guard case .text(let text)? = outcome.result?["text/plain"] else { return outcome.failure?.message }
    return text
  }

  @Test func theTextIsWhole() {
    #expect(PaperCells.all.map(\.number) == Array(14...29))
    #expect(PaperCells.all.filter(\.definesClass).map(\.number) == [20, 26])
  }

  @Test func everyCellRunsAsPrinted() throws {
    try withFolder { folder in
      let session = try session(in: folder)
      for cell in Self.cells {
        let sink = RecordingSink()
        let outcome = session.execute(cell.code, sink: sink, cancellation: Cancellation())
        #expect(
          outcome.failure == nil, "\(cell): \(outcome.failure?.traceback.joined(separator: "\n") ?? "")")
        let pictures = sink.displays.count { $0.bundle["image/png"] != nil }
        switch cell.number {
        case 16:
          #expect(pictures == 1)
          #expect(sink.displays.last?.bundle["text/html"] != nil, "the licence under the picture")
        case 23:
          #expect(pictures == 2 && sink.clears == [true, true], "the reader's own function shows and clears")
          #expect(sink.output.wholeMatch(of: #/Step 100, loss \d+\.\d+\n/#) != nil, "\(sink.output)")
        case 24:
          #expect(outcome.result?["text/plain"] != nil, "the time it took")
          #expect(sink.output.split(separator: "\n").count == 5, "one line for each octave")
        case 25: #expect(pictures == 1)
        case 29: #expect(sink.displays.last?.bundle.pixelSize.map { [$0.width, $0.height] } == [44, 32])
        default: break
        }
      }
      #expect(
        text("original_img.size, dream_img.size, img.size", in: session) == "((44, 32), (44, 32), (44, 32))")
      #expect(text("base_shape", in: session) == "(32, 44)")
    }
  }

  /// The cells without their functions: DreamKit's commands stand in for these.
  @Test func everyCellRunsOnTheCommands() throws {
    try withFolder { folder in
      let session = try session(in: folder)
      for cell in Self.cells {
        let source = SourceText(cell.code)
        let statements = try Parser.parse(source).statements.filter { statement in
          if case .define = statement.kind { false } else { true }
        }
        let code = statements.map { source[$0.range] }.joined(separator: "\n")
        let outcome = session.execute(code, sink: RecordingSink(), cancellation: Cancellation())
        #expect(
          outcome.failure == nil, "\(cell): \(outcome.failure?.traceback.joined(separator: "\n") ?? "")")
      }
      #expect(text("img.size", in: session) == "(44, 32)")
    }
  }

  /// The paper's functions, typed by a reader, and the commands of the same names come to the same.
  @Test func theReadersFunctionsAgreeWithTheCommands() throws {
    try withFolder { folder in
      let session = try session(in: folder)
      let calls = """
        download(url, max_dim=20), deprocess(x), calc_loss(x, dream_model), \
        run_deep_dream_simple(img=original_img, steps=3, step_size=0.02)
        """
      func run(_ code: String) { #expect(text(code, in: session) == nil, "\(code)") }
      for cell in Self.cells where [14, 15, 17, 18].contains(cell.number) { run(cell.code) }
      run("original_img = download(url)\nx = preprocess_input(original_img)")
      run("deepdream = DeepDream(dream_model)\ncommands = [\(calls)]")
      for cell in Self.cells where [16, 19, 22].contains(cell.number) { run(cell.code) }
      run("original_img = download(url)\nreader = [\(calls)]")
      #expect(
        text("[type(f) for f in [download, deprocess, calc_loss, show]]", in: session)
          == "['function', 'function', 'function', 'function']")
      #expect(
        text("reader[0] == commands[0], reader[1] == commands[1], reader[3] == commands[3]", in: session)
          == "(True, True, True)")
      #expect(text("abs(reader[2] - commands[2]) < 1e-6 * commands[2]", in: session) == "True")
    }
  }
}

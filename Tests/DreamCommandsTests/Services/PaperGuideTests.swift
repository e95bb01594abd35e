import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamKit
@testable import DreamLanguage
@testable import TestSupport

/// The guide from the paper to DreamKit: its examples run, and the commands it names exist.
struct PaperGuideTests {
  private let guide: String

  init() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    guide = try String(
      contentsOf: package.appendingPathComponent("docs/paper-to-dreamkit.md"), encoding: .utf8)
  }

  /// The whole walk in one session, with random weights, on a small picture, one step at each size.
  @Test func examplesRun() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dreamkit-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = Session()
    let picture = "\(folder)/picture.png"
    try Image.sample(width: 190, height: 180, seed: 1).write(to: picture)
    let blocks = guide.matches(of: #/```python\n(?<code>[^`]+)```/#).map { String($0.output.code) }
    #expect(blocks.count == 4)
    for block in blocks {
      let code = block.replacing(#/'https:[^']+'/#) { _ in "'\(picture)'" }
        .replacing("weights='imagenet'", with: "weights=None").replacing(#/steps=\d+/#) { _ in "steps=1" }
        .replacing("step_size=0.01)\nshow", with: "step_size=0.01, steps_per_octave=1)\nshow")
      let sink = RecordingSink()
      let outcome = session.execute(code, sink: sink, cancellation: Cancellation())
      #expect(outcome.failure == nil, "\(code)")
    }
  }

  /// Every call that stands for one of the paper's is one of a command.
  @Test func commandsExist() throws {
    let table = CommandTable()
    let methods: Set = ["get_layer", "dream_model", "numpy"]
    var count = 0
    for item in guide.matches(of: #/(?m)^- \*\*.+?\*\*:\s(?<ours>[\s\S]+?)\n  - /#) {
      for call in item.output.ours.matches(of: #/(?<name>\w+)\(/#) {
        let name = String(call.output.name)
        guard !methods.contains(name) else { continue }
        #expect(table.command(named: name) != nil, "\(name)")
        count += 1
      }
    }
    #expect(count > 15)
  }
}

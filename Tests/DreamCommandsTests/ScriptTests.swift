import DreamKit
import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// Runs the scripts beside this file; what they print and how they end stands in their comments.
struct ScriptTests {
  static let scripts: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Scripts")
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".dream") }.sorted().map {
      folder.appendingPathComponent($0).path
    }
  }()

  @Test(arguments: scripts) func script(_ path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for cell in text.components(separatedBy: "# ---\n") {
      func expectations(_ mark: String) -> [String] {
        cell.components(separatedBy: "\n").compactMap { line in
          line.range(of: mark).map { String(line[$0.upperBound...]) }
        }
      }
      let sink = RecordingSink()
      let outcome = Session().execute(cell, sink: sink, cancellation: Cancellation())
      let printed = sink.output.isEmpty ? [] : sink.output.dropLast().components(separatedBy: "\n")
      #expect(printed == expectations("# prints: "), "\(path)\n\(cell)")
      #expect(
        outcome.failure.map { ["\($0.name): \($0.message)"] } ?? [] == expectations("# error: "), "\(cell)")
      if let result = expectations("# result: ").first {
        #expect(outcome.result?["text/plain"] == .text(result), "\(cell)")
      }
    }
  }
}

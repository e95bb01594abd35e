import DreamKit
import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// The command table: that every command is described, and that its examples run.
struct CommandTableTests {
  static let names = CommandTable().commands.map(\.name)

  @Test func namesAreUnique() {
    #expect(Set(Self.names).count == Self.names.count)
    let aliases = CommandTable().commands.flatMap(\.aliases)
    #expect(Set(aliases).count == aliases.count)
  }

  @Test(arguments: names) func commandIsDescribed(_ name: String) throws {
    let command = try #require(CommandTable().command(named: name))
    #expect(command.summary.hasSuffix("."))
    #expect(!command.result.isEmpty)
    #expect(command.examples.contains { $0.isRunnable })
    for parameter in command.visibleParameters {
      #expect(parameter.documentation.hasSuffix("."), "\(parameter.name)")
      if let value = parameter.defaultValue {
        #expect(parameter.convert(value) != nil, "the default of \(parameter.name) fits its type")
      }
    }
    var isOptional = false
    for parameter in command.visibleParameters where !parameter.isVariadic {
      #expect(!isOptional || parameter.defaultValue != nil, "what must be given comes first")
      isOptional = parameter.defaultValue != nil
    }
  }

  @Test(arguments: names) func examplesRun(_ name: String) throws {
    let command = try #require(CommandTable().command(named: name))
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dreamkit-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for example in command.examples {
      #expect(throws: Never.self) { try Parser.parse(SourceText(example.code)) }
      guard example.isRunnable else { continue }
      // The files that examples write go to a folder of their own.
      let code = example.code.replacing(#/'(?<file>\w+\.(png|npy))'/#) { "'\(folder)/\($0.output.file)'" }
      // Questions are answered.
      let sink = RecordingSink(answers: ["3"])
      let outcome = Session().execute(code, sink: sink, cancellation: Cancellation())
      #expect(outcome.failure == nil, "\(example.code)")
    }
  }

  @Test func membersAreDescribed() {
    for type in CommandTable().types {
      for member in type.members {
        #expect(member.summary.hasSuffix("."), "\(type.name).\(member.name)")
        guard case .method(let command) = member.kind else { continue }
        for parameter in command.visibleParameters {
          #expect(!parameter.documentation.isEmpty, "\(type.name).\(member.name): \(parameter.name)")
        }
      }
    }
  }

  @Test(arguments: [
    "download", "resize", "deprocess", "random_roll", "convert_image_dtype", "calc_loss", "gradient",
    "DeepDream",
    "TiledGradients", "run_deep_dream_simple", "run_deep_dream_with_octaves",
  ])
  func quirksOfThePaperAreNamed(_ name: String) throws {
    let command = try #require(CommandTable().command(named: name))
    #expect(command.discussion.contains("paper"))
    // The reference wraps its lines.
    func words(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    #expect(words(Reference.markdown()).contains(words(command.discussion)))
  }
}

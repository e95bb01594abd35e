import Ground
import TestSupport
import Testing

/// The examples in the engine's comments and articles are those of Tests/Snippets, which compile.
struct DocumentationTests {
  @Test func examplesCompile() throws {
    let snippets = text(try lines(of: PackageFolder.path + "/Tests/Snippets/Snippets.swift"))
    var count = 0
    for path in files(below: PackageFolder.path + "/Sources/DreamKit") {
      for example in examples(in: try lines(of: path)) {
        count += 1
        #expect(snippets.contains(text(example)), "\(path): \(example.first ?? "")")
      }
    }
    #expect(count > 10)
  }

  /// Lines as one, without the white space in which the formatter differs from a comment.
  private func text(_ lines: [String]) -> String { String(lines.joined().filter { !$0.isWhitespace }) }

  /// The lines of a file without indentation, marks of comments and empty lines.
  private func lines(of path: String) throws -> [String] {
    String(decoding: try Files.read(path), as: UTF8.self).split(separator: "\n").map { line in
      let text = line.drop { $0 == " " }
      return String(text.hasPrefix("/// ") ? text.dropFirst(4).drop { $0 == " " } : text)
    }
  }

  /// The fenced Swift examples, without their imports.
  private func examples(in lines: [String]) -> [[String]] {
    var examples: [[String]] = []
    var isExample = false
    for line in lines {
      if line.hasPrefix("```") {
        isExample = line == "```swift"
        if isExample { examples.append([]) }
      } else if isExample, line != "///", !line.hasPrefix("import ") {
        examples[examples.count - 1].append(line)
      }
    }
    return examples
  }

  private func files(below folder: String) -> [String] {
    Folders.entries(of: folder).flatMap { entry in
      let path = folder + "/" + entry.name
      return entry.isFolder
        ? files(below: path) : [".swift", ".md"].contains { path.hasSuffix($0) } ? [path] : []
    }
  }
}

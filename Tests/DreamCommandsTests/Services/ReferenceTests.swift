import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamKit
@testable import DreamLanguage
@testable import TestSupport

/// The manual that is made from the command table, in its three renderings.
struct ReferenceTests {
  private let table = CommandTable()

  private func page(_ code: String) throws -> (plain: String, markdown: String, html: String) {
    let outcome = Session().execute(code, sink: RecordingSink(), cancellation: Cancellation())
    #expect(outcome.failure == nil)
    let bundle = try #require(outcome.pages.first)
    func text(_ type: String) throws -> String {
      guard case .text(let text) = bundle[type] else { throw DreamError(.notFound, type) }
      return text
    }
    return (try text("text/plain"), try text("text/markdown"), try text("text/html"))
  }

  @Test func theFileInTheRepositoryAgreesWithTheTable() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/reference.md")
    let file = try String(contentsOf: path, encoding: .utf8)
    #expect(file == Reference.markdown(), "run 'make reference' and commit docs/reference.md")
  }

  @Test func everyCommandTypeAndGroupIsListed() throws {
    let overview = try page("help()")
    let whole = Reference.markdown()
    for text in [overview.plain, overview.markdown, overview.html, whole] {
      for command in table.commands { #expect(text.contains(Markup.escaped(command.name) + "(")) }
      for type in table.types where !type.members.isEmpty { #expect(text.contains(type.name)) }
    }
    for group in Command.Group.allCases {
      #expect(overview.html.contains("<h3>\(group.rawValue)</h3>"))
      #expect(overview.plain.contains("\n\(group.rawValue.uppercased())\n"))
      #expect(whole.contains("\n## \(group.rawValue)\n"))
    }
  }

  @Test(arguments: CommandTableTests.names) func aPageTellsAllAboutACommand(_ name: String) throws {
    let command = try #require(table.command(named: name))
    let page = try page("help('\(name)')")
    for text in [page.plain, page.markdown, page.html] {
      for parameter in command.visibleParameters { #expect(text.contains(parameter.name)) }
      for alias in command.aliases { #expect(text.contains(alias)) }
    }
    for example in command.examples { #expect(page.html.contains(Markup.escaped(example.code))) }
    #expect(page.plain.hasPrefix(command.signature + "\n"))
    #expect(!page.html.contains("`") && !page.plain.contains("`"))
  }

  @Test func aCommandIsFoundByAnyOfItsNamesAndByItself() throws {
    let pages = try ["'resize'", "'tf.image.resize'", "resize"].map { try page("help(\($0))").plain }
    #expect(Set(pages).count == 1)
    #expect(
      try page("base_model = SqueezeNet(weights=None)\nhelp(base_model.get_layer)").plain.contains("name"))
  }

  @Test func aValueShowsItsAttributesAndItsCall() throws {
    let image = try page("help(sample_image(20, 10))").plain
    #expect(image.contains("Image 20×10") && image.contains(".size"))
    let variable = try page("x = sample_image(20, 10)\nhelp(x)").plain
    #expect(image == variable)
    let network = try page("help(SqueezeNet(weights=None))").plain
    #expect(network.contains(".get_layer(name)"))
    let model = try page(
      "n = SqueezeNet(weights=None)\nhelp(Model(outputs=n.get_layer('fire2/concat').output))"
    ).plain
    #expect(model.contains("activations") && model.contains("model(img)"))
    #expect(try page("help('Tensor')").plain.contains(".mean()"))
    #expect(
      try page("def f(a, b=2):\n    'Adds.'\n    return a + b\nhelp(f)").plain == "f(a, b=2)\n\nAdds.\n")
    #expect(try page("help(3)").plain.contains("int: 3"))
  }

  @Test func htmlIsEscaped() {
    let page = ManualPage(blocks: [
      .text("a < b & `c < d`"), .code("x < 'y'"), .entries([.init(name: "<n>", text: "\"t\"")]),
    ])
    #expect(
      page.html
        == "<div>\n<p>a &lt; b &amp; <code>c &lt; d</code></p>\n<pre><code>x &lt; 'y'</code></pre>\n<dl>\n"
        + "<dt><code>&lt;n&gt;</code></dt><dd>&quot;t&quot;</dd>\n</dl>\n</div>")
  }

  @Test func plainTextIsWrapped() {
    let words = Array(repeating: "word", count: 60).joined(separator: " ")
    let page = ManualPage(blocks: [.text(words), .entries([.init(name: "n", text: words)])]).plain
    let lines = page.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= ManualPage.width } && lines.count == 7)
  }
}

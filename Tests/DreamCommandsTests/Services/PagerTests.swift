import DreamKit
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// What goes to the pager: `help(x)` and `x?`.
struct PagerTests {
  private let session = Session()

  private func pages(_ code: String) -> [String] {
    let outcome = session.execute(code, sink: RecordingSink(), cancellation: Cancellation())
    #expect(outcome.failure == nil, "\(code)")
    #expect(outcome.result == nil, "\(code)")
    return outcome.pages.compactMap { if case .text(let text)? = $0["text/plain"] { text } else { nil } }
  }

  @Test(arguments: [
    "help(resize)", "help('resize')", "resize?", "resize??", "?resize", "x = 1; resize?", "resize? # what",
  ])
  func aCommandIsExplained(_ code: String) {
    let pages = pages(code)
    #expect(pages.count == 1)
    #expect(pages.first?.hasPrefix("resize(img, shape)") == true)
  }

  @Test func anyNameCanBeAskedAbout() {
    #expect(pages("x = sample_image(4, 3)\nx?")[0].hasPrefix("Image: Image 4×3, RGB"))
    #expect(pages("def f(a):\n    'Does it.'\n    return a\nf?")[0].contains("Does it."))
    #expect(pages("import tensorflow as tf\ntf.image.resize?\nx.mean?").count == 2)
    #expect(pages("if True:\n    resize?\n").count == 1)
  }

  @Test func whatIsNotThereCannotBeAskedAbout() {
    let outcome = session.execute("resise?", sink: RecordingSink(), cancellation: Cancellation())
    #expect(
      outcome.failure?.message
        == "There is no variable or command named 'resise'. Did you mean 'resize'?")
    #expect(session.completeness(of: "resize?") == .complete)
  }
}

import DreamKit
import DreamLanguage

/// Shows how far a piece of work has come in one display that is updated at most ten times a second: a bar with a line
/// beside it. At the end it is plain text, so that a notebook keeps one line of it.
final class ProgressDisplay {
  private let display: LiveDisplay
  private let clock: () -> Double
  private let started: Double
  private var lastShown = -Double.infinity
  private var last: Progress?
  private var bar: LiveControl?
  private let line = LiveControl(.line, content: .text(""))

  /// Prepares the display; nothing is shown before the work has taken a moment.
  init(_ execution: Execution) {
    display = LiveDisplay(execution)
    clock = execution.clock
    started = execution.clock()
  }

  /// Shows a state of the work.
  func show(_ progress: Progress) {
    last = progress
    let now = clock()
    guard now - started >= 0.2, now - lastShown >= 0.1 else { return }
    lastShown = now
    let bar = bar ?? LiveControl(.bar(to: progress.total.map(Double.init)), content: .number(0))
    self.bar = bar
    bar.show(.number(Double(progress.completed)))
    line.show(.text(Self.text(of: progress)))
    display.show(LivePanel([[bar, line]])) { Self.bundle(progress) }
  }

  /// Shows the last state, where anything was shown.
  func finish() {
    if display.isShown, let last { display.settle(Self.bundle(last)) }
  }

  // MARK: Implementation

  private static func text(of progress: Progress) -> String {
    let text = "\(progress.label): \(amount(progress.completed, progress.unit))"
    guard let total = progress.total, total > 0 else { return text }
    return text + " of \(amount(total, progress.unit)) (\(100 * min(progress.completed, total) / total) %)"
  }

  private static func bundle(_ progress: Progress) -> MIMEBundle {
    let text = text(of: progress)
    var bar = "<progress></progress>"
    if let total = progress.total, total > 0 {
      bar = "<progress max=\"\(total)\" value=\"\(progress.completed)\"></progress>"
    }
    let html = "<div>\(bar) \(Markup.escaped(text))</div>"
    return MIMEBundle([("text/plain", .text(text)), ("text/html", .text(html))])
  }

  private static func amount(_ count: Int64, _ unit: String) -> String {
    if unit != "bytes" { return "\(count) \(unit)" }
    if count < 1_000_000 { return "\(count / 1000) kB" }
    return TextFormat.printf(Double(count) / 1e6, "%.1f") + " MB"
  }
}

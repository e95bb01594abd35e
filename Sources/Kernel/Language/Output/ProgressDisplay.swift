import DreamKit

/// Shows how far a piece of work has come in one display that is updated at most ten times a second.
final class ProgressDisplay {
  private let sink: any DisplaySink
  private let clock: () -> Double
  private let id: String
  private let started: Double
  private var lastShown = -Double.infinity
  private var isShown = false
  private var last: Progress?

  /// Prepares the display; nothing is shown before the work has taken a moment.
  init(_ execution: Execution) {
    sink = execution.sink
    clock = execution.clock
    id = execution.newDisplayID()
    started = execution.clock()
  }

  /// Shows a state of the work.
  func show(_ progress: Progress) {
    last = progress
    let now = clock()
    guard now - started >= 0.2, now - lastShown >= 0.1 else { return }
    lastShown = now
    put(progress)
  }

  /// Shows the last state, where anything was shown.
  func finish() {
    if isShown, let last { put(last) }
  }

  // MARK: Implementation

  private func put(_ progress: Progress) {
    let bundle = Self.bundle(progress)
    if isShown { sink.update(bundle, id: id) } else { sink.display(bundle, id: id) }
    isShown = true
  }

  private static func bundle(_ progress: Progress) -> MIMEBundle {
    var text = "\(progress.label): \(amount(progress.completed, progress.unit))"
    var bar = "<progress></progress>"
    if let total = progress.total, total > 0 {
      text += " of \(amount(total, progress.unit)) (\(100 * min(progress.completed, total) / total) %)"
      bar = "<progress max=\"\(total)\" value=\"\(progress.completed)\"></progress>"
    }
    let escaped = Markup.escaped(text)
    return MIMEBundle([("text/plain", .text(text)), ("text/html", .text("<div>\(bar) \(escaped)</div>"))])
  }

  private static func amount(_ count: Int64, _ unit: String) -> String {
    if unit != "bytes" { return "\(count) \(unit)" }
    if count < 1_000_000 { return "\(count / 1000) kB" }
    return TextFormat.printf(Double(count) / 1e6, "%.1f") + " MB"
  }
}

/// Text inside HTML.
enum Markup {
  /// The text with the characters that mean something in HTML written out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}

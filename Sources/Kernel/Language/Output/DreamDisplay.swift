import DreamKit

/// Shows a dream while it is dreamt: one display that is updated, with the picture, the step, the loss and the time.
///
/// A picture is encoded at most twice a second: the first after the first step, and the last one always.
final class DreamDisplay {
  private let sink: any DisplaySink
  private let clock: () -> Double
  private let id: String
  private let interval: Double
  private let started: Double
  private var lastShown = -Double.infinity
  private var isShown = false
  private var lastStep: DreamStep?

  /// Prepares the display; nothing is shown before the first step.
  init(_ execution: Execution, interval: Double = 0.5) {
    sink = execution.sink
    clock = execution.clock
    id = execution.newDisplayID()
    self.interval = interval
    started = execution.clock()
  }

  /// Shows a step, where the last picture is old enough.
  func observe(_ step: DreamStep) {
    lastStep = step
    let now = clock()
    guard now - lastShown >= interval, let picture = try? Image(deprocessing: step.image) else { return }
    lastShown = now
    put(picture, Self.line(step, elapsed: now - started))
  }

  /// Shows the end of the dream.
  func finish(_ picture: Image, _ result: DreamResult) {
    var line = "Step \(result.stepsDone)"
    if let octave = lastStep?.octave { line = "Octave \(octave), " + line }
    if let loss = lastStep?.loss ?? (lastStep == nil ? result.loss : nil) { line += ", loss \(loss)" }
    if result.wasInterrupted { line += ", interrupted" }
    put(picture, line)
  }

  // MARK: Implementation

  private func put(_ picture: Image, _ line: String) {
    guard let png = try? picture.pngData() else { return }
    let html =
      "<figure style=\"margin:0\"><img width=\"\(picture.width)\" height=\"\(picture.height)\" alt=\"dream\" "
      + "src=\"data:image/png;base64,\(Base64.encode(png))\"><figcaption>\(Markup.escaped(line))</figcaption></figure>"
    let bundle = MIMEBundle(
      [("text/plain", .text(line)), ("image/png", .bytes(png)), ("text/html", .text(html))],
      pixelSize: (picture.width, picture.height))
    if isShown { sink.update(bundle, id: id) } else { sink.display(bundle, id: id) }
    isShown = true
  }

  private static func line(_ step: DreamStep, elapsed: Double) -> String {
    var line = "Step \(step.stepsDone) of \(step.stepsTotal)"
    if let octave = step.octave { line = "Octave \(octave), Step \(step.step): " + line.lowercased() }
    if let loss = step.loss { line += ", loss \(loss)" }
    let remaining =
      elapsed / Double(max(step.stepsDone, 1)) * Double(max(step.stepsTotal - step.stepsDone, 0))
    return line + ", \(time(elapsed)) elapsed, \(time(remaining)) remaining"
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(max(0, seconds).rounded())
    if whole < 60 { return TextFormat.printf(max(0, seconds), "%.1f s") }
    return "\(whole / 60) min \(whole % 60) s"
  }
}

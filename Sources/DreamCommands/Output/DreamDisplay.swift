import DreamKit
import DreamLanguage
import Ground

/// Shows a dream while it is dreamt: one display that is updated, with the picture, the step, the loss and the time.
///
/// Under way the display is a bar with a line and the picture, in live controls or else in text and HTML; it comes after the
/// first step and is renewed at most twice a second, as a JPEG file, which takes little of the dream's time, with every n-th
/// pixel of a large dream. At the end, also of an interrupted dream, it becomes a plain PNG picture, so that a notebook keeps
/// each dream once and every viewer of notebooks shows it.
final class DreamDisplay {
  private let display: LiveDisplay
  private let clock: () -> Double
  private let turns: TurnLock
  private let interval: Double
  private let started: Double
  private let size: (width: Int, height: Int)?
  private var lastShown = -Double.infinity
  private var controls: Controls?
  /// What the end's line tells of the last step. The step itself would hold on to its image, and the dream would copy
  /// that before it could change it.
  private var last: (step: Int, octave: Int?, loss: Float?) = (0, nil, nil)

  /// Prepares the display; nothing is shown before the first step.
  ///
  /// - Parameters:
  ///   - size: the size at which every picture is shown under way, so that the cell does not jump; nil is each one's own.
  ///   - interval: the shortest time between two pictures, in seconds.
  init(_ execution: Execution, size: (width: Int, height: Int)? = nil, interval: Double = 0.5) {
    display = LiveDisplay(execution)
    clock = execution.clock
    turns = execution.turns
    self.interval = interval
    self.size = size
    started = execution.clock()
  }

  /// Shows a line before the first step: what the dream will take.
  func announce(_ line: String) {
    display.settle(
      MIMEBundle([("text/plain", .text(line)), ("text/html", .text("<div>\(Markup.escaped(line))</div>"))]))
  }

  /// Shows a step, where the last picture is old enough, and lets other cells go first whose turn it is.
  func observe(_ step: AscentStep) {
    turns.takeTurns()
    last = (step.step, step.octave, step.loss)
    let now = clock()
    guard now - lastShown >= interval, !display.isBehind,
      let file = try? Image(glancingAt: step.image, side: Self.longestSide).jpegData(quality: 88)
    else { return }
    lastShown = now
    let line = Self.line(step, elapsed: now - started)
    let controls = controls ?? Controls(of: step, size: size)
    self.controls = controls
    controls.show(step, line, file)
    display.show(controls.panel) {
      MIMEBundle([("text/plain", .text(line)), ("text/html", .text(figure(file, of: step, line)))])
    }
  }

  /// Shows the end of the dream, whether or not any step was shown, and returns its line: "Step 100, loss 1.25 (15.2 s)".
  ///
  /// - Throws: DreamError where the picture cannot be encoded.
  @discardableResult
  func finish(_ picture: Image, _ result: AscentResult) throws -> String {
    let line = endLine(result)
    display.settle(
      MIMEBundle(
        [("text/plain", .text(line)), ("image/png", .bytes(try picture.pngData()))],
        pixelSize: (picture.width, picture.height)))
    return line
  }

  // MARK: Implementation

  /// The bar, the line and the picture as live controls.
  private struct Controls {
    let bar, line, picture: LiveControl

    init(of step: AscentStep, size: (width: Int, height: Int)?) {
      bar = LiveControl(.bar(to: Double(step.stepsTotal)), content: .number(0))
      line = LiveControl(.line, content: .text(""))
      picture = LiveControl(.picture(width: size?.width, height: size?.height), content: .bytes([]))
    }

    var panel: LivePanel { LivePanel([[bar, line], [picture]]) }

    func show(_ step: AscentStep, _ text: String, _ file: [UInt8]) {
      bar.show(.number(Double(step.stepsDone)))
      line.show(.text(text))
      picture.show(.bytes(file))
    }
  }

  /// The longest side of a picture under way, in pixels; a larger dream is looked at in every n-th pixel.
  private static let longestSide = 1600

  private func figure(_ file: [UInt8], of step: AscentStep, _ caption: String) -> String {
    let size = size ?? (step.image.shape[1], step.image.shape[0])
    return "<figure style=\"margin:0\"><img width=\"\(size.width)\" height=\"\(size.height)\" alt=\"dream\" "
      + "src=\"data:image/jpeg;base64,\(Base64.encode(file))\"><figcaption>\(Markup.escaped(caption))"
      + "</figcaption></figure>"
  }

  private static func line(_ step: AscentStep, elapsed: Double) -> String {
    var line = "Step \(step.stepsDone) of \(step.stepsTotal)"
    if let octave = step.octave { line = "Octave \(octave), Step \(step.step): " + line.lowercased() }
    if let loss = step.loss { line += ", loss \(loss)" }
    let remaining =
      elapsed / Double(max(step.stepsDone, 1)) * Double(max(step.stepsTotal - step.stepsDone, 0))
    return line + ", \(time(elapsed)) elapsed, \(time(remaining)) remaining"
  }

  private func endLine(_ result: AscentResult) -> String {
    var line = "Step \(last.step)"
    if let octave = last.octave { line = "Octave \(octave), " + line }
    if let loss = last.loss { line += ", loss \(loss)" }
    if result.wasInterrupted { line += ", interrupted" }
    return line + " (\(Self.time(clock() - started)))"
  }

  /// A length of time for a reader: "15.2 s", "3 min 20 s".
  static func time(_ seconds: Double) -> String {
    let whole = Int(min(max(0, seconds), 1e9).rounded())
    if whole < 60 { return TextFormat.printf(max(0, seconds), "%.1f s") }
    return "\(whole / 60) min \(whole % 60) s"
  }
}

import Ground

/// The output of something that runs again and again, in place: the first, the second, … output of each run takes the place
/// of the first, the second, … of the run before.
///
/// It goes on using the sink of the cell that it began in. Text becomes a display like all else.
final class SlotSink: DisplaySink {
  private let sink: any DisplaySink
  private let clock: () -> Double
  private let newID: () -> String
  private var slots: [String] = []
  private var used = 0
  private var named: [String: Int] = [:]
  private var text: (content: String, slot: Int, isShown: Bool)?
  private var lastWritten = -Double.infinity
  private var asks = true
  private var lastPicture = -1

  /// Prepares places in the cell of `execution`.
  init(_ execution: Execution) {
    sink = execution.sink
    clock = execution.clock
    newID = execution.newDisplayID
  }

  /// Whether the last output but text is a picture.
  var endsWithPicture: Bool { lastPicture >= 0 }

  /// Begins a run.
  ///
  /// - Parameter asks: whether the person can be asked, as long as the cell runs.
  func begin(asking asks: Bool) {
    self.asks = asks
    clear(wait: false)
  }

  /// Ends a run: what the run before had shown and this one has not becomes empty.
  func end() {
    closeText()
    for slot in slots.dropFirst(used) { sink.update(Self.empty, id: slot) }
  }

  var isFull: Bool { sink.isFull }

  func write(_ more: String, to stream: StreamName) {
    if text == nil {
      text = ("", used, true)
      used += 1
      lastWritten = -.infinity
    }
    text?.content += more
    text?.isShown = false
    // A loop that prints must not flood the frontend.
    if clock() - lastWritten >= Self.interval { showText() }
  }

  func display(_ bundle: MIMEBundle, id: String?) {
    closeText()
    if let id { named[id] = used }
    used += 1
    put(bundle, in: used - 1)
  }

  func update(_ bundle: MIMEBundle, id: String) {
    if let slot = named[id] { put(bundle, in: slot) } else { sink.update(bundle, id: id) }
  }

  func clear(wait: Bool) {
    text = nil
    used = 0
    named = [:]
    lastPicture = -1
  }

  func open(_ panel: LivePanel) -> MIMEBundle.Representation? { sink.open(panel) }

  func close(_ panel: LivePanel) { sink.close(panel) }

  func ask(
    _ prompt: String, isSecret: Bool, cancellation: Cancellation
  ) throws(InputFailure) -> String {
    guard asks else { throw .nobodyThere }
    return try sink.ask(prompt, isSecret: isSecret, cancellation: cancellation)
  }

  // MARK: Implementation

  /// The shortest time between two states of a text, in seconds.
  private static let interval = 0.1

  private static let empty = MIMEBundle([("text/plain", .text("")), ("text/html", .text(""))])

  private func closeText() {
    showText()
    text = nil
  }

  private func showText() {
    guard let text, !text.isShown else { return }
    self.text?.isShown = true
    lastWritten = clock()
    let shown = text.content.hasSuffix("\n") ? String(text.content.dropLast()) : text.content
    show(MIMEBundle([("text/plain", .text(shown))]), in: text.slot)
  }

  private func put(_ bundle: MIMEBundle, in slot: Int) {
    if slot >= lastPicture { lastPicture = (bundle["image/png"] ?? bundle["image/jpeg"]) == nil ? -1 : slot }
    show(bundle, in: slot)
  }

  private func show(_ bundle: MIMEBundle, in slot: Int) {
    if slot < slots.count { return sink.update(bundle, id: slots[slot]) }
    slots.append(newID())
    sink.display(bundle, id: slots[slot])
  }
}

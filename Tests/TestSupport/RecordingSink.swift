import DreamLanguage

/// Records what a cell puts out, for tests.
public final class RecordingSink: DisplaySink {
  /// What was written to standard output.
  public private(set) var output = ""
  /// What was shown, in order.
  public private(set) var displays: [(bundle: MIMEBundle, id: String?)] = []
  /// What was updated, in order.
  public private(set) var updates: [(bundle: MIMEBundle, id: String)] = []
  /// The `wait` of each clearing.
  public private(set) var clears: [Bool] = []

  /// Makes an empty record.
  public init() {}

  /// Records the call.
  public func write(_ text: String, to stream: StreamName) { output += text }
  /// Records the call.
  public func display(_ bundle: MIMEBundle, id: String?) { displays.append((bundle, id)) }
  /// Records the call.
  public func update(_ bundle: MIMEBundle, id: String) { updates.append((bundle, id)) }
  /// Records the call.
  public func clear(wait: Bool) { clears.append(wait) }
}

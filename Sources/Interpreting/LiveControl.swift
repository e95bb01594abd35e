import Synchronization

/// A thing under a cell that a person and the program both can change: a slider, a button, a bar that fills.
///
/// Its value may be read and changed on any thread: a person moves a slider while a cell computes, and the computation reads
/// the new value.
public final class LiveControl: Sendable {
  /// What it looks like, and which values fit it.
  public enum Form: Sendable, Equatable {
    /// A number in a range, in steps.
    case slider(from: Double, to: Double, step: Double, isWhole: Bool)
    /// One of several texts; the value is its place.
    case choice([String])
    /// On or off.
    case checkbox
    /// A line that a person can write in.
    case field
    /// Something to press; the value counts how often it was pressed.
    case button
    /// A bar that fills from 0 to a number; without it, it only says that something is going on.
    case bar(to: Double?)
    /// A line to read.
    case line
    /// A picture as a JPEG file; without a width and a height, in CSS pixels, at its own size.
    case picture(width: Int?, height: Int?)
  }

  /// What a control says.
  public enum Content: Sendable, Equatable {
    /// Of a slider and a bar.
    case number(Double)
    /// Of a choice, counted from 0, and of a button, how often it was pressed.
    case count(Int)
    /// Of a checkbox.
    case flag(Bool)
    /// Of a field and a line.
    case text(String)
    /// Of a picture.
    case bytes([UInt8])
  }

  /// What it looks like.
  public let form: Form
  /// What stands before it.
  public let label: String
  private let state: Mutex<State>

  /// Makes a control that nobody sees yet.
  public init(_ form: Form, label: String = "", content: Content) {
    self.form = form
    self.label = label
    state = Mutex(State(content: content))
  }

  /// What it says now.
  public var content: Content { state.withLock { $0.content } }

  /// Changes it, and tells the frontends that show it.
  public func show(_ content: Content) {
    let tell = state.withLock { state in
      state.content = content
      return state.whenShown
    }
    tell(self)
  }

  /// Takes over what a person has done, and tells the program. What does not fit the form changes nothing.
  ///
  /// - Returns: whether it fits.
  @discardableResult
  public func move(to content: Content) -> Bool {
    guard let fitting = form.fitting(content) else { return false }
    let tell = state.withLock { state in
      state.content = fitting
      return state.whenMoved
    }
    tell()
    return true
  }

  /// Takes over that a person has pressed the button.
  public func press() {
    let tell = state.withLock { state in
      if case .count(let count) = state.content { state.content = .count(count + 1) }
      return state.whenMoved
    }
    tell()
  }

  /// Says who hears of the program's changes: the frontends' side. The closure is called on the thread that changes.
  public func whenShown(_ tell: @escaping @Sendable (LiveControl) -> Void) {
    state.withLock { $0.whenShown = tell }
  }

  /// Says who hears of a person's changes: the program's side. The closure is called on any thread and must not wait.
  public func whenMoved(_ tell: @escaping @Sendable () -> Void) { state.withLock { $0.whenMoved = tell } }

  // MARK: Implementation

  private struct State {
    var content: Content
    var whenShown: @Sendable (LiveControl) -> Void = { _ in }
    var whenMoved: @Sendable () -> Void = {}
  }
}

extension LiveControl.Form {
  /// The content as this form takes it: a number brought into the range; nil where it is of another kind.
  package func fitting(_ content: LiveControl.Content) -> LiveControl.Content? {
    switch (self, content) {
    case (.slider(let low, let high, _, let isWhole), .number(let number)) where number.isFinite:
      .number(min(max(isWhole ? number.rounded() : number, low), high))
    case (.choice(let choices), .count(let place)): choices.indices.contains(place) ? content : nil
    case (.checkbox, .flag), (.field, .text), (.line, .text), (.picture, .bytes): content
    default: nil
    }
  }
}

/// Controls that are shown together.
public struct LivePanel: Sendable {
  /// The controls, in rows from top to bottom.
  public let rows: [[LiveControl]]

  /// Joins controls.
  public init(_ rows: [[LiveControl]]) { self.rows = rows }
}

import Synchronization

/// A control under a cell that both the user and the program can change: a slider, a button, a progress bar.
///
/// Its value may be read and changed on any thread: a user moves a slider while a cell computes, and the computation
/// reads the new value.
public final class LiveControl: Sendable {
  /// What it looks like, and which values fit it.
  public enum Form: Sendable, Equatable {
    /// A number in a range, in steps.
    case slider(from: Double, to: Double, step: Double, isWhole: Bool)
    /// One of several texts; the value is its index.
    case choice([String])
    /// On or off.
    case checkbox
    /// A line of text that the user can edit.
    case field
    /// A button; the value counts how often it was pressed.
    case button
    /// A progress bar from 0 to a number; without a number it only shows that work is in progress.
    case bar(to: Double?)
    /// A line to read.
    case line
    /// A picture as a JPEG file; without a width and a height, in CSS pixels, at its own size.
    case picture(width: Int?, height: Int?)
  }

  /// The value of a control.
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
  /// The label shown to the left of the control.
  public let label: String
  private let state: Mutex<State>

  /// Makes a control that is not shown yet.
  public init(_ form: Form, label: String = "", content: Content) {
    self.form = form
    self.label = label
    state = Mutex(State(content: content))
  }

  /// Its current value.
  public var content: Content { state.withLock { $0.content } }

  /// Changes the value on the program's side, and updates the frontends that show it.
  public func show(_ content: Content) {
    let tell = state.withLock { state in
      state.content = content
      return state.whenShown
    }
    tell(self)
  }

  /// Changes the value on the user's side, and notifies the program. A value that does not fit the form is ignored.
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

  /// Counts a press of the button, and notifies the program.
  public func press() {
    let tell = state.withLock { state in
      if case .count(let count) = state.content { state.content = .count(count + 1) }
      return state.whenMoved
    }
    tell()
  }

  /// Sets the observer of changes made by the program. Called on the changing thread.
  public func whenShown(_ tell: @escaping @Sendable (LiveControl) -> Void) {
    state.withLock { $0.whenShown = tell }
  }

  /// Sets the observer of changes made by the user. Called on any thread; it must not block.
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
    case (.choice(let choices), .count(let index)): choices.indices.contains(index) ? content : nil
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

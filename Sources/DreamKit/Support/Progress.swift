/// How far a piece of work has come, for display.
public struct Progress: Sendable, Equatable {
  /// What is being done, in a few words: "Downloading sky.jpg".
  public var label: String
  /// How much is done, in ``unit``.
  public var completed: Int64
  /// How much there is to do, or nil where that is unknown.
  public var total: Int64?
  /// What is counted: "bytes", "steps".
  public var unit: String

  /// Describes a state of the work.
  public init(label: String, completed: Int64, total: Int64?, unit: String) {
    self.label = label
    self.completed = completed
    self.total = total
    self.unit = unit
  }
}

/// Receives the progress of a piece of work, on the thread that does it.
public typealias ProgressObserver = (Progress) -> Void

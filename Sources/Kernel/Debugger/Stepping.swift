/// Where a cell that runs is to be held next, apart from breakpoints.
enum Stepping: Equatable {
  /// Nowhere.
  case running
  /// At the next statement.
  case pausing
  /// At the next line, also of a function that is called.
  case into
  /// At the next line, except of functions that are called from the given depth of frames.
  case over(depth: Int)
  /// At the next statement after the function at the given depth of frames has returned.
  case out(depth: Int)

  /// Whether to hold before a statement.
  ///
  /// - Parameters:
  ///   - depth: the number of frames.
  ///   - isNewLine: whether it is the first statement that runs on its line.
  func holds(depth: Int, isNewLine: Bool) -> Bool {
    switch self {
    case .running: false
    case .pausing: true
    case .into: isNewLine
    case .over(let limit): depth < limit || depth == limit && isNewLine
    case .out(let limit): depth < limit
    }
  }
}

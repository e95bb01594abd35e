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

/// A line at which cells are held.
struct Breakpoint: Equatable {
  /// The line, counted from 1.
  let line: Int
  /// The condition that has to be true besides, or nil.
  var condition: String?
}

/// Where a cell was last, to tell whether a statement is the first on its line.
struct LastStatement {
  private var depth = 0
  private var path: String?
  private var line = 0
  private var offset = 0

  /// Advances to a statement; true unless the one before stood in front of it on the same line, as deep in calls.
  mutating func advance(depth: Int, path: String?, line: Int, offset: Int) -> Bool {
    let isSame = depth == self.depth && path == self.path && line == self.line && offset > self.offset
    self = LastStatement(depth: depth, path: path, line: line, offset: offset)
    return !isSame
  }

  init() {}

  private init(depth: Int, path: String?, line: Int, offset: Int) {
    self.depth = depth
    self.path = path
    self.line = line
    self.offset = offset
  }
}

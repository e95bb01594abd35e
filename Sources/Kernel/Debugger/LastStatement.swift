/// Where a cell was last, to tell whether a statement is the first on its line.
struct LastStatement {
  private var depth = 0
  private var path: String?
  private var line = 0
  private var offset = 0

  /// Goes on to a statement; true unless the one before stood in front of it on the same line, as deep in calls.
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

/// A line at which cells are held.
struct Breakpoint: Equatable {
  /// The line, counted from 1.
  let line: Int
  /// What has to hold besides, or nil.
  var condition: String?
}

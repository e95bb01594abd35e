extension Sequence where Element == String {
  /// Up to three names that a misspelt one may have meant, nearest first: those whose edit distance is at most a third
  /// of its length.
  public func nearest(to name: String) -> [String] {
    let limit = Swift.max(1, name.count / 3)
    let wanted = Array(name.lowercased())
    return map { ($0, editDistance(Array($0.lowercased()), wanted)) }
      .filter { $0.1 <= limit }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
      .prefix(3).map(\.0)
  }
}

/// The insertions, deletions and replacements that lead from one text to another (Levenshtein, 1966).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let replaced = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}

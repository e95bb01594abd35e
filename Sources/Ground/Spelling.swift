/// Finds what a misspelt name was perhaps meant to be.
///
///     Spelling.nearest(to: "reszie", in: ["resize", "show"])     // "resize"
package enum Spelling {
  /// The name that is spelt most like `name`, where one is near enough.
  package static func nearest(to name: String, in names: some Sequence<String>) -> String? {
    nearest(to: name, in: names, atMost: 1).first
  }

  /// The names spelt most like `name`, nearest first: those within a distance of a third of its letters, and of three.
  /// Upper and lower case count as equal.
  package static func nearest(to name: String, in names: some Sequence<String>, atMost count: Int) -> [String]
  {
    let wanted = Array(name.lowercased().unicodeScalars)
    let limit = name.count < 3 ? 0 : max(1, min(3, name.count / 3))
    var near: [(name: String, distance: Int)] = []
    for candidate in Set(names) where abs(candidate.count - name.count) <= limit {
      let distance = distance(wanted, Array(candidate.lowercased().unicodeScalars))
      if distance <= limit { near.append((candidate, distance)) }
    }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(count).map(\.name)
  }

  /// The single letters to insert, delete, replace or swap with their neighbour that lead from one text to the other
  /// (optimal string alignment; Damerau, 1964).
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}

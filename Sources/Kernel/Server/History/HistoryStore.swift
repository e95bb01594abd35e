import Ground

/// The cells of all sessions, in a file that several kernels share, or in memory where there is none; used by one
/// thread at a time.
///
/// The tables are those of IPython's history, so that its tools read the file.
struct HistoryStore {
  /// One cell that has run.
  struct Entry: Equatable {
    /// The session's number.
    let session: Int
    /// The cell's number in its session.
    let line: Int
    let input: String
    /// The text of its result, where it had one.
    let output: String?
  }

  /// Which cells are asked for.
  enum Selection: Equatable {
    /// The last ones.
    case tail(Int)
    /// Lines of one session, the last one not included.
    case range(session: Int, start: Int, stop: Int)
    /// Those that match a pattern with `*`, `?` and `[…]`: the last `limit` of them, each text once where they are
    /// `unique`.
    case matching(String, limit: Int, unique: Bool)
  }

  private let database: Database

  /// Opens a file, or a store in memory where `path` is nil.
  ///
  /// - Throws: ``Database/Failure`` where the file is no database or cannot be written.
  init(path: String?) throws(Database.Failure) {
    database = try Database(path: path)
    // A journal beside the file, so that a kernel that reads does not keep another one from writing. Where the file
    // system has no room for it, SQLite stays with its usual one.
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("PRAGMA synchronous = NORMAL")
    for table in Self.tables { try database.run(table) }
  }

  /// Begins a session and gives its number.
  func beginSession() throws(Database.Failure) -> Int {
    try database.run("INSERT INTO sessions (start) VALUES (?)", [.text(Clock.timestamp)])
    return database.lastRow
  }

  /// Adds a cell.
  func add(_ entry: Entry) throws(Database.Failure) {
    let place: [Database.Cell] = [.whole(entry.session), .whole(entry.line)]
    try database.run(
      "INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?)", place + [.text(entry.input), .text(entry.input)])
    if let output = entry.output {
      try database.run("INSERT OR REPLACE INTO output_history VALUES (?, ?, ?)", place + [.text(output)])
    }
  }

  /// The cells that are asked for, the oldest first.
  func entries(_ selection: Selection) throws(Database.Failure) -> [Entry] {
    switch selection {
    case .tail(let count): return try latest("", [], limit: count).reversed()
    case .range(let session, let start, let stop):
      return try latest(
        "WHERE session = ? AND line >= ? AND line < ?", [.whole(session), .whole(start), .whole(stop)]
      ).reversed()
    case .matching(let pattern, let limit, unique: false):
      return try latest("WHERE source_raw GLOB ?", [.text(pattern)], limit: limit).reversed()
    case .matching(let pattern, let limit, unique: true):
      var seen: Set<String> = []
      let all = try latest("WHERE source_raw GLOB ?", [.text(pattern)])
      return all.filter { seen.insert($0.input).inserted }.prefix(limit).reversed()
    }
  }

  // MARK: Implementation

  private static let tables = [
    """
    CREATE TABLE IF NOT EXISTS sessions (
      session INTEGER PRIMARY KEY AUTOINCREMENT, start TIMESTAMP, end TIMESTAMP, num_cmds INTEGER, remark TEXT)
    """,
    """
    CREATE TABLE IF NOT EXISTS history (
      session INTEGER, line INTEGER, source TEXT, source_raw TEXT, PRIMARY KEY (session, line))
    """,
    """
    CREATE TABLE IF NOT EXISTS output_history (
      session INTEGER, line INTEGER, output TEXT, PRIMARY KEY (session, line))
    """,
  ]

  /// The cells that meet a condition, the latest first.
  private func latest(
    _ condition: String, _ values: [Database.Cell], limit: Int = .max
  ) throws(Database.Failure) -> [Entry] {
    guard limit > 0 else { return [] }
    let rows = try database.run(
      """
      SELECT session, line, source_raw, output FROM history LEFT JOIN output_history USING (session, line)
      \(condition) ORDER BY session DESC, line DESC
      """, values, limit: limit)
    return rows.map { row in
      Entry(
        session: row[0].whole ?? 0, line: row[1].whole ?? 0, input: row[2].text ?? "", output: row[3].text)
    }
  }
}

import CSQLite
import Glibc

/// A file of SQLite, or a database in memory; used by one thread at a time.
final class Database {
  /// A value of a row.
  enum Cell: Equatable {
    case null
    case whole(Int)
    case text(String)

    /// The integer, where it is one.
    var whole: Int? { if case .whole(let number) = self { number } else { nil } }
    /// The text, where it is one.
    var text: String? { if case .text(let text) = self { text } else { nil } }
  }

  /// Why a database did not do what was asked.
  struct Failure: Error, Equatable, CustomStringConvertible {
    /// Whether another process has it locked just now.
    let isBusy: Bool
    let description: String
  }

  private let handle: OpaquePointer

  /// Opens a database that several processes may share, and makes the file, private to the user, where it does not
  /// exist.
  ///
  /// - Parameters:
  ///   - path: the file; nil is a database in memory.
  ///   - patience: how long to wait for another process's lock, in milliseconds.
  /// - Throws: ``Failure`` where the file is no database or cannot be written.
  init(path: String?, patience: Int32 = 200) throws(Failure) {
    if let path {
      // SQLite gives its journals the mode of the file.
      let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard file >= 0 else {
        throw Failure(isBusy: false, description: String(cString: strerror(errno)))
      }
      close(file)
    }
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(path ?? ":memory:", &opened, flags, nil) == SQLITE_OK, let opened else {
      defer { sqlite3_close_v2(opened) }
      throw Failure(
        isBusy: false, description: opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory")
    }
    handle = opened
    sqlite3_busy_timeout(handle, patience)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs a statement.
  ///
  /// - Parameters:
  ///   - statement: one statement of SQL, with `?` where values belong.
  ///   - limit: after how many rows to stop.
  /// - Returns: the rows.
  @discardableResult
  func run(_ statement: String, _ values: [Cell] = [], limit: Int = .max) throws(Failure) -> [[Cell]] {
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(handle, statement, -1, &prepared, nil) == SQLITE_OK else { throw failure }
    defer { sqlite3_finalize(prepared) }
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      switch value {
      case .null: sqlite3_bind_null(prepared, place)
      case .whole(let number): sqlite3_bind_int64(prepared, place, Int64(number))
      case .text(let text):
        sqlite3_bind_text64(
          prepared, place, text, UInt64(text.utf8.count), Self.isCopied, UInt8(SQLITE_UTF8))
      }
    }
    var rows: [[Cell]] = []
    while rows.count < limit {
      switch sqlite3_step(prepared) {
      case SQLITE_ROW: rows.append((0..<sqlite3_column_count(prepared)).map { cell(prepared, $0) })
      case SQLITE_DONE: return rows
      default: throw failure
      }
    }
    return rows
  }

  /// The number that the last inserted row was given.
  var lastRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

  // MARK: Implementation

  /// SQLITE_TRANSIENT, whose C macro Swift does not see: SQLite makes a copy of its own.
  private static let isCopied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private var failure: Failure {
    let code = sqlite3_errcode(handle)
    return Failure(
      isBusy: code == SQLITE_BUSY || code == SQLITE_LOCKED,
      description: String(cString: sqlite3_errmsg(handle)))
  }

  private func cell(_ row: OpaquePointer?, _ column: Int32) -> Cell {
    switch sqlite3_column_type(row, column) {
    case SQLITE_NULL: return .null
    case SQLITE_INTEGER: return .whole(Int(sqlite3_column_int64(row, column)))
    default:
      let count = Int(sqlite3_column_bytes(row, column))
      guard let bytes = sqlite3_column_text(row, column) else { return .text("") }
      return .text(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
    }
  }
}

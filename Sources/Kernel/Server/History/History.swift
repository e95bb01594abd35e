import Ground
import Synchronization

/// The cells of this session and of those before it, and the answers to `history_request`.
///
/// The cells of the main shell are one session, and those of each subshell another (JEP 91: "Each subshell will store
/// its own execution count and history").
///
/// The file is opened when it is first needed. A file that is damaged or cannot be written never keeps a cell from
/// running: that is reported once, and the history continues in memory. While another kernel has the file locked for
/// long, cells wait here to be written with the next one.
final class History: Sendable {
  private let path: String?
  private let state = Mutex(State())

  /// Makes a history in a file, or in memory where `path` is nil.
  init(path: String?) { self.path = path }

  /// The user's file: `DREAMKIT_HISTORY`, else `history.sqlite` in the folder of DreamKit's data; nil where the
  /// variable says "none".
  static var userFile: String? {
    let file = Environment["DREAMKIT_HISTORY"] ?? Folders.data + "/history.sqlite"
    return file == "none" ? nil : Environment.expand(file)
  }

  /// Remembers a cell.
  func append(line: Int, input: String, output: String?, subshell: String? = nil) {
    state.withLock { state in
      state.waiting.append(Cell(subshell: subshell, line: line, input: input, output: output))
      use(&state) { _ throws(Database.Failure) in }
    }
  }

  /// Answers `history_request`.
  func reply(to request: Request) throws(InvalidRequest) -> Reply {
    let selection = try Self.selection(request)
    let withOutput = try request.flag("output", otherwise: false)
    let entries = state.withLock { state -> [HistoryStore.Entry] in
      var found: [HistoryStore.Entry] = []
      use(&state) { current throws(Database.Failure) in
        found = try current.store.entries(selection.counting(from: try current.session(of: request.subshell)))
      }
      return found
    }
    return Reply([
      "status": "ok",
      "history": .array(
        entries.map { entry in
          let output = entry.output.map(JSON.string) ?? .null
          let cell: JSON = withOutput ? [.string(entry.input), output] : .string(entry.input)
          return [.int(entry.session), .int(entry.line), cell]
        }),
    ])
  }

  // MARK: Implementation

  /// An open store, and the numbers of this kernel's sessions in it, by subshell.
  private struct Current {
    let store: HistoryStore
    private var sessions: [String?: Int] = [:]

    init(store: HistoryStore) { self.store = store }

    /// The session of a subshell, or of the main shell; it is begun where it is new.
    mutating func session(of subshell: String?) throws(Database.Failure) -> Int {
      if let session = sessions[subshell] { return session }
      let session = try store.beginSession()
      sessions[subshell] = session
      return session
    }
  }

  /// A cell that waits to be written.
  private struct Cell {
    let subshell: String?
    let line: Int
    let input: String
    let output: String?
  }

  private struct State {
    var current: Current?
    var waiting: [Cell] = []
    var isInMemory = false
  }

  /// Writes what waits and lets `body` use the store; where the file fails, another store in memory.
  private func use(_ state: inout State, _ body: (inout Current) throws(Database.Failure) -> Void) {
    do throws(Database.Failure) {
      if state.current == nil { state.current = try open(state.isInMemory ? nil : path) }
      guard var current = state.current else { return }
      defer { state.current = current }
      while let cell = state.waiting.first {
        let session = try current.session(of: cell.subshell)
        try current.store.add(
          HistoryStore.Entry(session: session, line: cell.line, input: cell.input, output: cell.output))
        state.waiting.removeFirst()
      }
      try body(&current)
    } catch {
      if error.isBusy || state.isInMemory { return }
      StandardError.write(
        "dreamkit: the history '\(path ?? "")' cannot be used (\(error)); this session's is kept in memory. Move the file "
          + "away to begin a new one.")
      state.isInMemory = true
      state.current = nil
      use(&state, body)
    }
  }

  private func open(_ path: String?) throws(Database.Failure) -> Current {
    if let path {
      do throws(FileError) { try Folders.make(Files.folder(of: path)) } catch {
        throw Database.Failure(isBusy: false, description: error.message)
      }
    }
    var current = Current(store: try HistoryStore(path: path))
    // The main shell's session comes before those of its subshells.
    _ = try current.session(of: nil)
    return current
  }

  /// What a request asks for, with the session as the request counts it.
  private static func selection(_ request: Request) throws(InvalidRequest) -> HistoryStore.Selection {
    switch try request.text("hist_access_type") {
    case "tail": return .tail(try request.number("n") ?? 10)
    case "range":
      return .range(
        session: try request.number("session") ?? 0, start: try request.number("start") ?? 0,
        stop: try request.number("stop") ?? .max)
    case "search":
      return .matching(
        try request.optionalText("pattern") ?? "*", limit: try request.number("n") ?? .max,
        unique: try request.flag("unique", otherwise: false))
    default: throw InvalidRequest("hist_access_type is one of tail, range and search.")
    }
  }
}

extension HistoryStore.Selection {
  /// The selection with its session's number: 0 stands for the present one, -1 for the one before it.
  fileprivate func counting(from present: Int) -> Self {
    guard case .range(let session, let start, let stop) = self, session <= 0 else { return self }
    return .range(session: present + max(session, -present), start: start, stop: stop)
  }
}

import DreamKit
import Synchronization

/// The cells of this session and of those before it, and the answers to `history_request`.
///
/// The file is opened when it is first needed. A file that is broken or cannot be written never keeps a cell from running:
/// that is said once, and the history goes on in memory. While another kernel has the file locked for long, cells wait here
/// to be written with the next one.
final class History: Sendable {
  private let path: String?
  private let state = Mutex(State())

  /// Makes a history in a file, or in memory where `path` is nil.
  init(path: String?) { self.path = path }

  /// The user's file: `DREAMKIT_HISTORY`, else `history.sqlite` in the folder of DreamKit's data; nil where the variable
  /// says "none".
  static var userFile: String? {
    let file = Environment["DREAMKIT_HISTORY"] ?? DataDirectory.path + "/history.sqlite"
    return file == "none" ? nil : Environment.expand(file)
  }

  /// Remembers a cell.
  func append(line: Int, input: String, output: String?) {
    state.withLock { state in
      state.waiting.append((line, input, output))
      use(&state) { _ throws(Database.Failure) in }
    }
  }

  /// Answers `history_request`.
  func reply(to request: Request) -> Reply {
    let content = request.content
    guard let type = content["hist_access_type"]?.string, ["tail", "range", "search"].contains(type) else {
      return .error("InvalidRequest", "hist_access_type is one of tail, range and search.")
    }
    let entries = state.withLock { state -> [HistoryStore.Entry] in
      var found: [HistoryStore.Entry] = []
      use(&state) { current throws(Database.Failure) in
        found = try current.store.entries(Self.selection(type, content, current.session))
      }
      return found
    }
    let withOutput = content["output"]?.bool ?? false
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

  /// An open store, and the number of this session in it.
  private struct Current {
    let store: HistoryStore
    let session: Int
  }

  private struct State {
    var current: Current?
    var waiting: [(line: Int, input: String, output: String?)] = []
    var isInMemory = false
  }

  /// Writes what waits and lets `body` use the store; where the file fails, another store in memory.
  private func use(_ state: inout State, _ body: (Current) throws(Database.Failure) -> Void) {
    do throws(Database.Failure) {
      if state.current == nil { state.current = try open(state.isInMemory ? nil : path) }
      guard let current = state.current else { return }
      while let cell = state.waiting.first {
        try current.store.add(
          HistoryStore.Entry(
            session: current.session, line: cell.line, input: cell.input, output: cell.output))
        state.waiting.removeFirst()
      }
      try body(current)
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
      do throws(DreamError) { try DataDirectory.makeFolder(of: path) } catch {
        throw Database.Failure(isBusy: false, description: error.message)
      }
    }
    let store = try HistoryStore(path: path)
    return Current(store: store, session: try store.beginSession())
  }

  /// What a request asks for. Session 0 is this one, -1 the one before it.
  private static func selection(_ type: String, _ content: JSON, _ session: Int) -> HistoryStore.Selection {
    let count = content["n"]?.int
    switch type {
    case "tail": return .tail(count ?? 10)
    case "range":
      let asked = content["session"]?.int ?? 0
      return .range(
        session: asked > 0 ? asked : session + max(asked, -session), start: content["start"]?.int ?? 0,
        stop: content["stop"]?.int ?? .max)
    default:
      return .matching(
        content["pattern"]?.string ?? "*", limit: count ?? .max, unique: content["unique"]?.bool ?? false)
    }
  }
}

import Glibc
import Synchronization

/// The cells of this session, in memory, and the answers to `history_request`.
final class History: Sendable {
  private struct Entry: Sendable {
    let line: Int
    let input: String
    let output: String?
  }

  private static let session = 1
  private let cells = Mutex<[Entry]>([])

  /// Remembers a cell.
  func append(line: Int, input: String, output: String?) {
    cells.withLock { $0.append(Entry(line: line, input: input, output: output)) }
  }

  func reply(to request: Request) -> Reply {
    let content = request.content
    let entries = cells.withLock { $0 }
    let chosen: [Entry]
    switch content["hist_access_type"]?.string {
    case "tail": chosen = entries.suffix(max(0, content["n"]?.int ?? 10))
    case "range":
      let start = content["start"]?.int ?? 0
      let stop = content["stop"]?.int ?? Int.max
      let isOurs = [0, Self.session].contains(content["session"]?.int ?? 0)
      chosen = isOurs ? entries.filter { $0.line >= start && $0.line < stop } : []
    case "search": chosen = search(content, in: entries)
    default: return .error("InvalidRequest", "hist_access_type is one of tail, range and search.")
    }
    let withOutput = content["output"]?.bool ?? false
    return Reply([
      "status": "ok",
      "history": .array(
        chosen.map { entry in
          let output = entry.output.map(JSON.string) ?? .null
          let cell: JSON = withOutput ? [.string(entry.input), output] : .string(entry.input)
          return [.int(Self.session), .int(entry.line), cell]
        }),
    ])
  }

  // MARK: Implementation

  /// The cells that match a pattern with `*` and `?`; with `unique` the last of equal ones.
  private func search(_ content: JSON, in entries: [Entry]) -> [Entry] {
    let pattern = content["pattern"]?.string ?? "*"
    var found = entries.filter { fnmatch(pattern, $0.input, 0) == 0 }
    if content["unique"]?.bool == true {
      var seen: Set<String> = []
      found = found.reversed().filter { seen.insert($0.input).inserted }.reversed()
    }
    return found.suffix(max(0, content["n"]?.int ?? found.count))
  }
}

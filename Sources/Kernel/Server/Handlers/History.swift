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

  func reply(to request: Request) throws(InvalidRequest) -> Reply {
    let entries = cells.withLock { $0 }
    let chosen: [Entry]
    switch try request.text("hist_access_type") {
    case "tail": chosen = entries.suffix(max(0, try request.number("n") ?? 10))
    case "range":
      let start = try request.number("start") ?? 0
      let stop = try request.number("stop") ?? Int.max
      let isOurs = [0, Self.session].contains(try request.number("session") ?? 0)
      chosen = isOurs ? entries.filter { $0.line >= start && $0.line < stop } : []
    case "search": chosen = try search(request, in: entries)
    default: throw InvalidRequest("hist_access_type is one of tail, range and search.")
    }
    let withOutput = try request.flag("output", otherwise: false)
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
  private func search(_ request: Request, in entries: [Entry]) throws(InvalidRequest) -> [Entry] {
    let pattern = try request.optionalText("pattern") ?? "*"
    var found = entries.filter { fnmatch(pattern, $0.input, 0) == 0 }
    if try request.flag("unique", otherwise: false) {
      var seen: Set<String> = []
      found = found.reversed().filter { seen.insert($0.input).inserted }.reversed()
    }
    return found.suffix(max(0, try request.number("n") ?? found.count))
  }
}

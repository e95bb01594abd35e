import Foundation
import Testing

@testable import Kernel

/// The history of several sessions in one file.
@Suite final class HistoryTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dreamkit-\(UUID())")
    .path
  private var path: String { folder + "/inner/history.sqlite" }
  private let desk: CommDesk

  init() throws { desk = try CommDesk() }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func ask(_ history: History, _ content: JSON) -> JSON? {
    (try? history.reply(to: desk.request("history_request", content)))?.content?["history"]
  }

  /// A session in which these cells have run.
  private func session(_ cells: [String], in path: String?) -> History {
    let history = History(path: path)
    for (index, cell) in cells.enumerated() {
      history.append(line: index + 1, input: cell, output: index == 0 ? "out" : nil)
    }
    return history
  }

  @Test(arguments: [true, false]) func tailRangeAndSearch(_ isFile: Bool) {
    let history = session(["a = 1", "b = 2", "a = 1", "[a]"], in: isFile ? path : nil)
    func lines(_ content: JSON) -> [JSON]? {
      ask(history, content)?.array?.map { $0.array?[1] ?? .null }
    }
    #expect(lines(["hist_access_type": "tail", "n": 2]) == [3, 4])
    #expect(lines(["hist_access_type": "tail"]) == [1, 2, 3, 4])
    #expect(lines(["hist_access_type": "tail", "n": 0]) == [])
    #expect(lines(["hist_access_type": "range", "session": 0, "start": 2, "stop": 4]) == [2, 3])
    #expect(lines(["hist_access_type": "range", "session": 1]) == [1, 2, 3, 4])
    #expect(lines(["hist_access_type": "range", "session": 9]) == [])
    #expect(lines(["hist_access_type": "range", "session": -9]) == [])
    #expect(lines(["hist_access_type": "search", "pattern": "a*"]) == [1, 3])
    #expect(lines(["hist_access_type": "search", "pattern": "a*", "unique": true]) == [3])
    #expect(lines(["hist_access_type": "search", "pattern": "? = [12]", "n": 2]) == [2, 3])
    #expect(lines(["hist_access_type": "search", "pattern": "nothing"]) == [])
    #expect(
      ask(history, ["hist_access_type": "range", "start": 1, "stop": 3, "output": true])
        == [[1, 1, ["a = 1", "out"]], [1, 2, ["b = 2", .null]]])
  }

  @Test(arguments: [
    ["hist_access_type": "all"] as JSON, [:], ["hist_access_type": "tail", "n": "x"],
    ["hist_access_type": "search", "pattern": 1],
  ]) func whatIsNoRequestIsRefused(_ content: JSON) {
    #expect(throws: InvalidRequest.self) {
      try History(path: nil).reply(to: desk.request("history_request", content))
    }
  }

  @Test func earlierSessionsAreKept() {
    for number in 1...3 { _ = session(["ž = \(number) # 😀"], in: path) }
    let history = session(["last"], in: path)
    #expect(
      ask(history, ["hist_access_type": "tail", "n": 3])
        == [[2, 1, "ž = 2 # 😀"], [3, 1, "ž = 3 # 😀"], [4, 1, "last"]])
    #expect(ask(history, ["hist_access_type": "range", "session": -1]) == [[3, 1, "ž = 3 # 😀"]])
    #expect(ask(history, ["hist_access_type": "range", "session": 1]) == [[1, 1, "ž = 1 # 😀"]])
  }

  @Test func twoKernelsShareTheFile() {
    let (one, two) = (session(["one"], in: path), session(["two"], in: path))
    one.append(line: 2, input: "more", output: nil)
    #expect(
      ask(two, ["hist_access_type": "search", "pattern": "*"])
        == [[1, 1, "one"], [1, 2, "more"], [2, 1, "two"]])
  }

  @Test func theFileIsPrivate() throws {
    let history = session(["secret"], in: path)
    for file in ["", "-wal", "-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + file)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
    }
    let folder = try FileManager.default.attributesOfItem(atPath: folder + "/inner")
    #expect(folder[.posixPermissions] as? Int == 0o700)
    _ = history
  }

  @Test(arguments: ["broken", "folder", "nowhere"]) func aFileThatCannotBeUsedIsDoneWithout(_ kind: String)
    throws
  {
    try FileManager.default.createDirectory(atPath: folder + "/inner", withIntermediateDirectories: true)
    var path = path
    switch kind {
    case "broken":
      try Data("This is no database, whatever its name says.".utf8).write(to: URL(fileURLWithPath: path))
    case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    default: path = "/proc/nowhere/history.sqlite"
    }
    let history = session(["a", "b"], in: path)
    #expect(ask(history, ["hist_access_type": "tail"]) == [[1, 1, "a"], [1, 2, "b"]])
    if kind == "broken" {
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).starts(with: Data("This is no database".utf8)))
    }
  }

  @Test func whatCannotBeWrittenNowIsWrittenWithTheNextCell() throws {
    let history = session(["a"], in: path)
    let other = try Database(path: path)
    try other.run("BEGIN EXCLUSIVE")
    history.append(line: 2, input: "b", output: nil)
    try other.run("COMMIT")
    history.append(line: 3, input: "c", output: nil)
    #expect(ask(history, ["hist_access_type": "tail"]) == [[1, 1, "a"], [1, 2, "b"], [1, 3, "c"]])
  }
}

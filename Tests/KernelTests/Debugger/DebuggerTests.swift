import DreamLanguage
import Testing

@testable import Kernel

@Suite("The debugger")
struct DebuggerTests {
  static let cell = """
    def double(x):
      y = x * 2
      return y

    total = 0
    for i in range(3):
      total += double(i)
    # the end
    total
    """

  @Test("A breakpoint in a loop holds the cell each time, with its variables")
  func loop() throws {
    let cell = DebuggedCell()
    #expect(cell.breakAt([7], in: Self.cell) == [7])
    try cell.start(Self.cell)
    for (round, total) in [0, 0, 2].enumerated() {
      #expect(cell.stop() == "breakpoint cell:7")
      #expect(cell.variables().contains("i: int = \(round)"))
      #expect(cell.variables().contains("total: int = \(total)"))
      cell.ask("continue", ["threadId": 1])
    }
    #expect(cell.end()?.result?["text/plain"] == .text("6"))
  }

  /// As debugpy has it: a loop's line runs before each pass, and once more at the end.
  @Test("A breakpoint on a loop's own line holds the cell before each pass", arguments: ["for", "while"])
  func loopLine(_ kind: String) throws {
    let cell = DebuggedCell()
    let head = kind == "for" ? "for i in range(3):" : "while total < 6:"
    let code = "total = 0\n\(head)\n  total += 2\n  if total == 4:\n    continue\ntotal"
    cell.breakAt([2], in: code)
    try cell.start(code)
    for total in [0, 2, 4, 6] {
      #expect(cell.stop() == "breakpoint cell:2")
      #expect(cell.variables().contains("total: int = \(total)"))
      cell.ask("continue", ["threadId": 1])
    }
    #expect(cell.end()?.result?["text/plain"] == .text("6"))
  }

  @Test("A loop that is left does not come back to its line")
  func leftLoop() throws {
    let cell = DebuggedCell()
    let code = "def f():\n  for i in range(9):\n    return i\nwhile True:\n  break\nf()"
    cell.breakAt([2, 4], in: code)
    try cell.start(code)
    #expect(cell.stop() == "breakpoint cell:4")
    cell.ask("continue")
    #expect(cell.stop() == "breakpoint f:2")
    cell.ask("continue")
    #expect(cell.end()?.result?["text/plain"] == .text("0"))
  }

  @Test("A breakpoint in a function shows who called it, and its own names")
  func function() throws {
    let cell = DebuggedCell()
    cell.breakAt([3], in: Self.cell)
    try cell.start(Self.cell)
    #expect(cell.stop() == "breakpoint double:3")
    #expect(cell.frames.map { $0["name"]?.string } == ["double", "cell"])
    #expect(cell.frames.map { $0["line"]?.int } == [3, 7])
    #expect(Set(cell.frames.map { $0["source"]?["path"]?.string }) == [CellSources.path(of: Self.cell)])
    #expect(cell.variables() == ["x: int = 0", "y: int = 0"])
    #expect(
      cell.variables(inScope: 1).first { $0.hasPrefix("double") }?.hasPrefix("double: function = <function")
        == true)
    cell.breakAt([], in: Self.cell)
    cell.ask("continue")
    #expect(cell.end()?.failure == nil)
  }

  @Test("A function of another cell is held where that cell has a breakpoint")
  func otherCell() throws {
    let cell = DebuggedCell()
    let definition = "def f():\n  a = 1\n  return a"
    cell.breakAt([2], in: definition)
    try cell.start(definition)
    #expect(cell.end()?.failure == nil)
    try cell.start("f()\n1")
    #expect(cell.stop() == "breakpoint f:2")
    #expect(cell.frames.first?["source"]?["path"]?.string == CellSources.path(of: definition))
    #expect(cell.frames.last?["source"]?["path"]?.string == CellSources.path(of: "f()\n1"))
    cell.ask("continue")
    #expect(cell.end()?.result?["text/plain"] == .text("1"))
  }

  @Test("Steps go over calls, into them and out of them")
  func steps() throws {
    let cell = DebuggedCell()
    cell.breakAt([5], in: Self.cell)
    try cell.start(Self.cell)
    #expect(cell.stop() == "breakpoint cell:5")
    let course = [
      ("next", "step cell:6"), ("next", "step cell:7"), ("next", "step cell:6"), ("next", "step cell:7"),
      ("stepIn", "step double:2"), ("next", "step double:3"), ("stepOut", "step cell:6"),
      ("next", "step cell:7"),
      ("next", "step cell:6"), ("next", "step cell:9"),
    ]
    for (command, place) in course {
      cell.ask(command, ["threadId": 1])
      #expect(cell.stop() == place, "\(command)")
    }
    cell.ask("next")
    #expect(cell.end()?.result?["text/plain"] == .text("6"))
    // A step that nothing came after has no effect on the next cell.
    try cell.start("1")
    #expect(cell.end()?.failure == nil)
  }

  @Test("Several statements on a line are one step, a loop on one line is not")
  func statementsOnALine() throws {
    let cell = DebuggedCell()
    let code = "a = 1; b = 2\nfor i in range(2): c = i\nd = 3"
    cell.breakAt([1], in: code)
    try cell.start(code)
    #expect(cell.stop() == "breakpoint cell:1")
    for place in ["step cell:2", "step cell:2", "step cell:2", "step cell:3"] {
      cell.ask("next")
      #expect(cell.stop() == place)
    }
    cell.ask("continue")
    #expect(cell.end()?.failure == nil)
  }

  @Test("Breakpoints move to the next statement, or say that there is none")
  func lines() {
    let cell = DebuggedCell()
    #expect(cell.breakAt([1, 4, 8, 10], in: Self.cell) == [1, 5, 9, nil])
    let info = cell.ask("debugInfo")
    #expect(
      info["breakpoints"]?.array?.first?["breakpoints"]?.array?.compactMap { $0["line"]?.int } == [1, 5, 9])
    #expect(cell.breakAt([1], in: "not a = program") == [nil])
  }

  @Test("A breakpoint with a condition holds the cell only where it holds")
  func condition() throws {
    let cell = DebuggedCell()
    cell.breakAt([7], condition: "i > 1", in: Self.cell)
    try cell.start(Self.cell)
    #expect(cell.stop() == "breakpoint cell:7")
    #expect(cell.variables().contains("i: int = 2"))
    cell.ask("continue")
    #expect(cell.end()?.failure == nil)
    cell.breakAt([5], condition: "nobody", in: Self.cell)
    try cell.start(Self.cell)
    let stopped = cell.event("stopped")
    #expect(stopped?["description"]?.string?.contains("no variable or command named 'nobody'") == true)
    cell.ask("continue")
    #expect(cell.end()?.failure == nil)
  }

  @Test("An interrupt ends a cell that is held")
  func interrupt() throws {
    let cell = DebuggedCell()
    cell.breakAt([5], in: Self.cell)
    try cell.start(Self.cell)
    #expect(cell.stop() == "breakpoint cell:5")
    cell.interrupt()
    #expect(cell.end()?.failure?.name == "Interrupted")
    #expect(cell.event("continued") != nil)
    #expect(cell.ask("debugInfo")["stoppedThreads"] == [])
  }

  @Test("A cell that runs is paused")
  func pause() throws {
    let cell = DebuggedCell()
    #expect(cell.ask("pause") == "No cell runs.")
    try cell.start("n = 0\nwhile n >= 0:\n  n += 1")
    while cell.ask("pause") == "No cell runs." {}
    #expect(cell.stop().hasPrefix("pause cell:"))
    cell.interrupt()
    #expect(cell.end()?.failure?.name == "Interrupted")
  }

  @Test("A cell is held where it fails, if that is wanted")
  func errors() throws {
    let cell = DebuggedCell()
    let code = "def f(x):\n  return 1 / x\nf(0)"
    cell.ask("setExceptionBreakpoints", ["filters": ["errors"]])
    try cell.start(code)
    #expect(cell.stop() == "exception f:2")
    #expect(cell.variables() == ["x: int = 0"])
    cell.ask("continue")
    #expect(cell.end()?.failure?.name == "ZeroDivisionError")
    cell.ask("setExceptionBreakpoints", ["filters": []])
    try cell.start(code)
    #expect(cell.end()?.failure?.name == "ZeroDivisionError")
  }

  @Test("To detach lets the cell go on, and costs it nothing any more")
  func disconnect() throws {
    let cell = DebuggedCell()
    cell.breakAt([5], in: Self.cell)
    try cell.start(Self.cell)
    #expect(cell.stop() == "breakpoint cell:5")
    cell.ask("disconnect", ["restart": false, "terminateDebuggee": false])
    #expect(cell.end()?.result?["text/plain"] == .text("6"))
    #expect(cell.ask("debugInfo")["isStarted"] == false)
    #expect(cell.ask("setBreakpoints") == "The debugger is not started; send 'initialize' first.")
  }

  @Test("Requests that cannot be met say why")
  func refusals() {
    let cell = DebuggedCell()
    #expect(cell.ask("wonder") == "The debugger does not know 'wonder'.")
    #expect(cell.ask("continue") == "No cell is held; there is nothing to resume.")
    #expect(cell.ask("scopes", ["frameId": 1]) == "No cell is held.")
    #expect(cell.ask("source", ["source": ["path": "/etc/passwd"]]) == "There is no cell of that name.")
    #expect(cell.ask("evaluate", ["expression": "1"]).string?.contains("has to be held") == true)
    #expect(
      cell.ask("variables", ["variablesReference": 99]).string?.contains("ask for its variables again")
        == true)
  }

  @Test("Cells have the names that frontends compute")
  func names() {
    // As ipykernel's murmur2_x86 and JupyterLab's murmur2 have them.
    let known: [(String, UInt32, UInt32)] = [
      ("", 310_475_128, 3_990_065_800), ("a", 3_481_063_182, 2_167_009_006),
      ("abc", 373_346_609, 3_350_977_461), ("abcd", 1_787_558_680, 804_720_481),
      ("print(1)\n", 1_127_112_108, 3_089_598_676),
      ("for i in range(3):\n  print(\"\u{E9}\u{1F600}\", i)", 1_631_501_110, 2_730_030_426),
    ]
    for (text, ours, theirs) in known {
      #expect(MurmurHash.hash(Array(text.utf8), seed: CellSources.seed) == ours)
      #expect(MurmurHash.hash(Array(text.utf8), seed: 0xC70F_6907) == theirs)
    }
    let cell = DebuggedCell(started: false)
    let info = cell.ask("debugInfo")
    #expect((info["hashMethod"], info["hashSeed"]?.int) == ("Murmur2", Int(CellSources.seed)))
    #expect(CellSources.path(of: "abc") == "\(CellSources.prefix)\(known[2].1)\(CellSources.suffix)")
  }
}

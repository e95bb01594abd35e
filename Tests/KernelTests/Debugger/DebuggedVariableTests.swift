import DreamLanguage
import Testing

@testable import Kernel

@Suite("Variables in the debugger")
struct DebuggedVariableTests {
  @Test("Variables have types, values and parts")
  func parts() throws {
    let cell = DebuggedCell()
    let code =
      "a = [1, 'two', [3]]\nb = {'k': 2.5, 1: None}\nc = sample_image(40, 30)\nt = (1,)\nr = range(9)\n'end'"
    cell.breakAt([6], in: code)
    try cell.start(code)
    #expect(cell.stop() == "breakpoint cell:6")
    #expect(
      cell.variables() == [
        "a: list = [1, 'two', [3]]", "b: dict = {'k': 2.5, 1: None}", "c: Image = Image 40×30, RGB",
        "r: range = range(0, 9)", "t: tuple = (1,)",
      ])
    let scope = cell.ask("scopes", ["frameId": 1])["scopes"]?.array?.first
    let all = cell.children(of: scope)
    #expect(cell.parts(of: all[0]) == ["[0]: int = 1", "[1]: str = 'two'", "[2]: list = [3]"])
    #expect(cell.parts(of: cell.children(of: all[0])[2]) == ["[0]: int = 3"])
    #expect(cell.parts(of: all[1]) == ["['k']: float = 2.5", "[1]: NoneType = None"])
    #expect(cell.parts(of: all[2]).contains("shape: tuple = (30, 40, 3)"))
    let some = cell.ask(
      "variables", ["variablesReference": all[3]["variablesReference"] ?? 0, "start": 7, "count": 5])
    #expect(some["variables"]?.array?.compactMap { $0["value"]?.string } == ["7", "8"])
    cell.ask("continue")
    #expect(cell.end()?.failure == nil)
  }

  @Test("Long lists are shown in part")
  func longLists() throws {
    let cell = DebuggedCell()
    try cell.start("a = list(range(2000))\nb = [a] * 3\nc = 'x' * 9999")
    #expect(cell.end()?.failure == nil)
    let all = cell.ask("inspectVariables")["variables"]?.array ?? []
    #expect(all.map { $0["value"]?.string?.count ?? 999 }.allSatisfy { $0 <= 160 })
    let parts = cell.children(of: all[0])
    #expect(parts.count == 501 && parts.last?["value"] == "1500 more")
  }

  @Test("Between cells, and while one runs, the session's variables can be looked at")
  func inspection() throws {
    let cell = DebuggedCell(started: false)
    #expect(cell.ask("inspectVariables")["variables"] == [])
    try cell.start("x = 3")
    #expect(cell.end()?.failure == nil)
    #expect(cell.ask("inspectVariables")["variables"]?.array?.map { $0["name"]?.string } == ["x"])
    try cell.start("x = 4\nwhile True: pass")
    while cell.ask("inspectVariables")["variables"]?.array?.first?["value"] != "4" {}
    cell.interrupt()
    #expect(cell.end()?.failure?.name == "Interrupted")
  }

  @Test("A picture is shown as a thumbnail, anything else as a cell shows it")
  func rich() throws {
    let cell = DebuggedCell()
    try cell.start("small = sample_image(40, 30)\nlarge = sample_image(600, 300)\nn = [1]")
    #expect(cell.end()?.failure == nil)
    let large = cell.ask("richInspectVariables", ["variableName": "large"])
    #expect(large["metadata"]?["image/png"] == ["width": 256, "height": 128])
    guard case .base64(let bytes)? = large["data"]?["image/png"] else {
      Issue.record("There is no picture.")
      return
    }
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(
      cell.ask("richInspectVariables", ["variableName": "small"])["metadata"]?["image/png"]
        == ["width": 40, "height": 30])
    #expect(cell.ask("richInspectVariables", ["variableName": "n"])["data"] == ["text/plain": "[1]"])
    #expect(cell.ask("richInspectVariables", ["variableName": "m"]) == "There is no variable 'm' here.")
  }

  @Test("Code is evaluated in a frame, and may change variables")
  func evaluation() throws {
    let cell = DebuggedCell()
    let code = "def f(x):\n  return x + 1\nf(20)"
    cell.breakAt([2], in: code)
    try cell.start(code)
    #expect(cell.stop() == "breakpoint f:2")
    #expect(cell.ask("evaluate", ["expression": "x * 2", "frameId": 2])["result"] == "40")
    #expect(cell.ask("evaluate", ["expression": "x = 41", "frameId": 2])["result"] == "")
    #expect(cell.ask("evaluate", ["expression": "x", "frameId": 1]).string?.hasPrefix("NameError") == true)
    #expect(
      cell.ask("evaluate", ["expression": "x +", "frameId": 2]).string?.hasPrefix("SyntaxError") == true)
    #expect(cell.parts(of: cell.ask("evaluate", ["expression": "[x]"])) == ["[0]: int = 41"])
    #expect(
      cell.ask("evaluate", ["expression": "while True: pass"]).string?.hasPrefix("Interrupted") == true)
    cell.ask(
      "copyToGlobals", ["srcVariableName": "x", "dstVariableName": "kept", "srcFrameId": 2])
    #expect(
      cell.ask("copyToGlobals", ["srcVariableName": "x", "dstVariableName": "1", "srcFrameId": 2])
        == "'1' is no name of a variable.")
    cell.ask("continue")
    #expect(cell.end()?.result?["text/plain"] == .text("42"))
    #expect(cell.ask("inspectVariables")["variables"]?.array?.last?["value"] == "41")
  }
}

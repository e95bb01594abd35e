import Interpreting
import Testing

@testable import Kernel

/// Panels of live controls as Jupyter widgets.
@Suite struct WidgetsTests {
  private let desk: CommDesk
  private let comms = CommTable()
  private let widgets: Widgets
  private let slider = LiveControl(
    .slider(from: 0, to: 1, step: 0.005, isWhole: false), label: "step_size", content: .number(0.25))
  private let picture = LiveControl(.picture(width: 30, height: nil), content: .bytes([7, 8]))

  init() throws {
    desk = try CommDesk()
    widgets = Widgets(comms: comms)
  }

  /// Opens a panel after a frontend has come, and gives what was published about it.
  private func open(_ rows: [[LiveControl]]) throws -> (view: String, models: [JSON]) {
    meet()
    let view = try #require(widgets.open(LivePanel(rows), by: desk.sink))
    return (view, desk.published.map(\.content))
  }

  private func meet() {
    _ = comms.open(
      desk.request("comm_open", ["comm_id": "control", "target_name": "jupyter.widget.control"]))
  }

  private func id(of name: String, in models: [JSON]) throws -> JSON {
    try #require(
      models.first { $0["data"]?["state"]?["_model_name"]?.string == name }.flatMap { $0["comm_id"] })
  }

  private func send(_ data: JSON, to id: JSON, buffers: [[UInt8]] = []) -> [OutputQueue.Entry] {
    _ = comms.receive(desk.request("comm_msg", ["comm_id": id, "data": data], buffers: buffers))
    return desk.published
  }

  @Test func withoutAFrontendThatKnowsThemThereAreNone() {
    #expect(widgets.open(LivePanel([[slider]]), by: desk.sink) == nil)
    #expect(desk.published.isEmpty)
    _ = widgets.info(desk.request("comm_info_request", ["target_name": "other"]))
    #expect(widgets.open(LivePanel([[slider]]), by: desk.sink) == nil)
    _ = widgets.info(desk.request("comm_info_request", ["target_name": "jupyter.widget"]))
    #expect(widgets.open(LivePanel([[slider]]), by: desk.sink) != nil)
  }

  @Test func aPanelIsOpenedFromItsLeavesToItsRoot() throws {
    let bar = LiveControl(.bar(to: 20), content: .number(3))
    let line = LiveControl(.line, content: .text("Step 3"))
    let (view, models) = try open([[bar, line], [picture]])
    let states = models.compactMap { $0["data"]?["state"] }
    #expect(
      states.map { $0["_model_name"]?.string } == [
        "LayoutModel", "ProgressStyleModel", "FloatProgressModel", "LayoutModel", "LabelStyleModel",
        "LabelModel", "LayoutModel", "HBoxModel", "LayoutModel", "ImageModel", "LayoutModel", "VBoxModel",
      ])
    // Whatever is referred to was opened before.
    var known: Set<String> = []
    for model in models {
      for value in model["data"]?["state"]?.object?.values.flatMap({ $0.array ?? [$0] }) ?? [] {
        if let text = value.string, text.hasPrefix("IPY_MODEL_") { #expect(known.contains(text)) }
      }
      known.insert("IPY_MODEL_\(try #require(model["comm_id"]?.string))")
    }
    let shown = try JSON(parsing: Array(view.utf8))
    #expect(shown["model_id"] == models.last?["comm_id"])
    #expect(shown["version_major"] == 2)
  }

  @Test func aPersonsMoveIsEchoedAndTakenOver() throws {
    let (_, models) = try open([[slider]])
    let id = try id(of: "FloatSliderModel", in: models)
    let answers = send(["method": "update", "state": ["value": 0.5], "buffer_paths": []], to: id)
    #expect(slider.content == .number(0.5))
    #expect(answers.map { $0.content["data"]?["method"] } == ["echo_update"])
    #expect(answers[0].content["data"]?["state"] == ["value": 0.5])
  }

  @Test func whatDoesNotFitIsPutRight() throws {
    let (_, models) = try open([[slider]])
    let id = try id(of: "FloatSliderModel", in: models)
    let answers = send(["method": "update", "state": ["value": 7]], to: id)
    #expect(slider.content == .number(1))
    #expect(answers.map { $0.content["data"]?["method"] } == ["echo_update", "update"])
    #expect(answers[1].content["data"]?["state"] == ["value": 1.0])
    #expect(send(["method": "update", "state": ["value": "far"]], to: id).count == 1)
    #expect(slider.content == .number(1))
  }

  @Test func bytesTravelInBuffersBothWays() throws {
    meet()
    _ = widgets.open(LivePanel([[picture]]), by: desk.sink)
    let opened = desk.published
    let model = try #require(opened.last { !$0.buffers.isEmpty })
    #expect(model.buffers == [[7, 8]])
    #expect(model.content["data"]?["buffer_paths"] == [["value"]])
    #expect(model.content["data"]?["state"]?["value"] == nil)
    let id = try #require(model.content["comm_id"])
    let echo = send(
      ["method": "update", "state": ["format": "png"], "buffer_paths": [["value"]]], to: id, buffers: [[9]])
    #expect(echo.map(\.buffers) == [[[9]]])
    #expect(picture.content == .bytes([9]))
    picture.show(.bytes([5, 5]))
    #expect(desk.published.map(\.buffers) == [[[5, 5]]])
  }

  @Test func theProgramsChangesAreTold() throws {
    let (_, models) = try open([[slider]])
    slider.show(.number(0.75))
    let told = desk.published
    #expect(told.map { $0.content["data"]?["state"] } == [["value": 0.75]])
    #expect(told[0].content["comm_id"] == (try id(of: "FloatSliderModel", in: models)))
  }

  @Test func aButtonCountsItsPresses() throws {
    let button = LiveControl(.button, label: "Dream", content: .count(0))
    let (_, models) = try open([[button]])
    let id = try id(of: "ButtonModel", in: models)
    _ = send(["method": "custom", "content": ["event": "click"]], to: id)
    _ = send(["method": "custom", "content": ["event": "other"]], to: id)
    #expect(button.content == .count(1))
  }

  @Test func statesAreGivenToWhoAsks() throws {
    let (_, models) = try open([[slider], [picture]])
    let answer = send(["method": "request_states"], to: "control")
    let states = try #require(answer.first?.content["data"]?["states"]?.object)
    #expect(states.count == models.count)
    let id = try #require(try id(of: "FloatSliderModel", in: models).string)
    #expect(states[id]?["state"]?["value"] == 0.25)
    #expect(states[id]?["model_name"] == "FloatSliderModel")
    #expect(answer.first?.buffers == [[7, 8]])
    let one = send(["method": "request_state"], to: .string(id))
    #expect(one.first?.content["data"]?["state"]?["description"] == "step_size")
  }

  @Test func aClosedPanelIsDead() throws {
    let (_, models) = try open([[slider]])
    widgets.close(LivePanel([[slider]]))
    let closed = desk.published
    #expect(closed.map(\.type) == models.map { _ in "comm_close" })
    slider.show(.number(0.1))
    #expect(desk.published.isEmpty)
    #expect(
      comms.info(desk.request("comm_info_request", ["target_name": "jupyter.widget"])).content?["comms"]
        == [:])
  }

  @Test func theOldestOfManyPanelsDies() throws {
    meet()
    let many = (0...Widgets.maximumPanels).map { _ in LiveControl(.line, content: .text("")) }
    for line in many { _ = widgets.open(LivePanel([[line]]), by: desk.sink) }
    #expect(desk.published.filter { $0.type == "comm_close" }.count == 3)
  }
}

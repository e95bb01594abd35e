import Interpreting
import Synchronization

/// Shows panels of live controls as Jupyter widgets, without Python: the kernel's end of the comms of ipywidgets.
///
/// Widgets are only shown once a frontend has said that it knows them, as JupyterLab does when it opens a notebook: it
/// opens a comm of the target `jupyter.widget.control`, or asks for the comms of the target `jupyter.widget`. Clients
/// that run notebooks without a person do neither, so the notebooks they save hold plain outputs.
///
/// Any thread may use it.
final class Widgets: Sendable {
  /// How many panels are live; where there are more, the oldest ones are closed.
  static let maximumPanels = 100

  private let comms: CommTable
  private let state = Mutex(State())

  /// Makes the widgets of a kernel, and registers their targets.
  init(comms: CommTable) {
    self.comms = comms
    comms.register(WidgetControl(widgets: self), target: Self.controlTarget)
  }

  /// Answers `comm_info_request`.
  func info(_ request: Request) -> Reply {
    if request.content["target_name"]?.string == Self.target { knowFrontend() }
    return comms.info(request)
  }

  /// Opens a panel at all frontends and gives the JSON text by which they show it; nil where none knows widgets.
  func open(_ panel: LivePanel, by request: RequestSink) -> String? {
    guard state.withLock({ $0.hasFrontend }) else { return nil }
    let models = WidgetModel.models(of: panel)
    guard let root = models.last else { return nil }
    for model in models {
      comms.add(model.id, target: Self.target, end: WidgetEnd(widgets: self))
      let binary = BinaryState(splitting: model.state)
      request.open(
        model.id, target: Self.target,
        CommMessage(
          data: ["state": binary.state, "buffer_paths": .array(binary.paths)],
          metadata: ["version": Self.protocolVersion], buffers: binary.buffers))
      model.control?.whenShown { control in
        request.say(Self.update(WidgetModel.changing(control)), on: model.id)
      }
    }
    let oldest = state.withLock { state in
      state.panels.append(Panel(panel: panel, request: request, models: models))
      for model in models { state.models[model.id] = model }
      return state.panels.count > Self.maximumPanels ? state.panels.first?.panel : nil
    }
    if let oldest { close(oldest) }
    let view: JSON = ["version_major": 2, "version_minor": 0, "model_id": .string(root.id)]
    return String(decoding: view.encoded(), as: UTF8.self)
  }

  /// Closes a panel at all frontends.
  func close(_ panel: LivePanel) {
    let closed = state.withLock { state -> Panel? in
      guard let index = state.panels.firstIndex(where: { $0.panel.isSame(as: panel) }) else { return nil }
      let closed = state.panels.remove(at: index)
      for model in closed.models { state.models[model.id] = nil }
      return closed
    }
    guard let closed else { return }
    for model in closed.models.reversed() {
      model.control?.whenShown { _ in }
      comms.remove(model.id)
      closed.request.close(model.id)
    }
  }

  // MARK: Implementation

  private struct Panel {
    let panel: LivePanel
    let request: RequestSink
    let models: [WidgetModel]
  }

  private struct State {
    var hasFrontend = false
    var panels: [Panel] = []
    var models: [String: WidgetModel] = [:]
  }

  private static let target = "jupyter.widget"
  private static let controlTarget = "jupyter.widget.control"
  private static let protocolVersion: JSON = "2.1.0"

  fileprivate func knowFrontend() { state.withLock { $0.hasFrontend = true } }

  fileprivate func model(_ id: String) -> WidgetModel? { state.withLock { $0.models[id] } }

  fileprivate var allModels: [WidgetModel] { state.withLock { Array($0.models.values) } }

  fileprivate static func update(_ state: JSON) -> CommMessage {
    let binary = BinaryState(splitting: state)
    return CommMessage(
      data: ["method": "update", "state": binary.state, "buffer_paths": .array(binary.paths)],
      buffers: binary.buffers)
  }
}

extension LivePanel {
  /// Whether this is the same panel: controls are the same where they are the same object.
  fileprivate func isSame(as other: LivePanel) -> Bool {
    rows.joined().elementsEqual(other.rows.joined()) { $0 === $1 }
  }
}

/// The kernel's end of one widget's comm.
private struct WidgetEnd: CommEnd {
  let widgets: Widgets

  func received(_ message: CommMessage, on comm: String, by request: RequestSink) {
    guard let model = widgets.model(comm) else { return }
    switch message.data["method"]?.string {
    case "update":
      let paths = message.data["buffer_paths"]?.array ?? []
      let state = message.data["state"] ?? [:]
      // All frontends are told first; the one that sent it waits for the echo.
      request.say(
        CommMessage(
          data: ["method": "echo_update", "state": state, "buffer_paths": .array(paths)],
          buffers: message.buffers), on: comm)
      guard let control = model.control else { return }
      let joined = BinaryState(state: state, paths: paths, buffers: message.buffers).joined
      guard let content = WidgetModel.content(of: control, in: joined) else { return }
      control.move(to: content)
      if control.content != content {
        request.say(Widgets.update(WidgetModel.changing(control)), on: comm)
      }
    case "request_state": request.say(Widgets.update(model.state), on: comm)
    case "custom":
      if message.data["content"]?["event"]?.string == "click" { model.control?.press() }
    default: break
    }
  }
}

/// The kernel's end of the comm by which a frontend asks for the state of all widgets.
private struct WidgetControl: CommEnd {
  let widgets: Widgets

  func opened(_ comm: String, with message: CommMessage, by request: RequestSink) { widgets.knowFrontend() }

  func received(_ message: CommMessage, on comm: String, by request: RequestSink) {
    guard message.data["method"]?.string == "request_states" else { return }
    let states = widgets.allModels.map { model in
      let state = model.state
      let entry: JSON = [
        "model_name": state["_model_name"] ?? "", "model_module": state["_model_module"] ?? "",
        "model_module_version": state["_model_module_version"] ?? "", "state": state,
      ]
      return (model.id, entry)
    }
    let binary = BinaryState(splitting: .object(Dictionary(uniqueKeysWithValues: states)))
    request.say(
      CommMessage(
        data: [
          "method": "update_states", "states": binary.state, "buffer_paths": .array(binary.paths),
        ], buffers: binary.buffers), on: comm)
  }
}

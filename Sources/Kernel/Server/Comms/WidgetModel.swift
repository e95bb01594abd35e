import Ground
import Interpreting

/// A model of the Jupyter widget protocol (version 2.1): what a frontend needs to know to show one part of a panel.
///
/// The names of models, views and attributes are those of `@jupyter-widgets/base` and `@jupyter-widgets/controls`,
/// 2.0.0; attributes that are not sent have the frontend's defaults.
struct WidgetModel: Sendable {
  /// The id of the model, which is that of its comm.
  let id = UniqueID.make().filter { $0 != "-" }
  /// The control that the model shows; nil for what stands around controls.
  let control: LiveControl?
  private let attributes: [String: JSON]

  /// The complete state.
  var state: JSON {
    .object(attributes.merging(control.map { Self.changing($0).object ?? [:] } ?? [:]) { $1 })
  }

  /// The part of a control's state that changes.
  static func changing(_ control: LiveControl) -> JSON {
    switch (control.form, control.content) {
    case (.slider(_, _, _, isWhole: true), .number(let number)):
      ["value": Int(exactly: number).map(JSON.int) ?? .double(number)]
    case (.bar(to: nil), _): ["value": 1]
    case (_, .number(let number)): ["value": .double(number)]
    case (.choice, .count(let index)): ["index": .int(index)]
    case (_, .count): [:]
    case (_, .flag(let isOn)): ["value": .bool(isOn)]
    case (_, .text(let text)): ["value": .string(text)]
    case (_, .bytes(let bytes)): ["value": .base64(bytes)]
    }
  }

  /// What a state that was received says about a control; nil where it does not concern its value.
  static func content(of control: LiveControl, in state: JSON) -> LiveControl.Content? {
    switch control.form {
    case .slider, .bar:
      if case .double(let number)? = state["value"] { return .number(number) }
      return (state["value"]?.int).map { .number(Double($0)) }
    case .choice: return (state["index"]?.int).map { .count($0) }
    case .checkbox: return (state["value"]?.bool).map { .flag($0) }
    case .field, .line: return (state["value"]?.string).map { .text($0) }
    case .picture: if case .base64(let bytes)? = state["value"] { return .bytes(bytes) } else { return nil }
    case .button: return nil
    }
  }

  /// The models of a panel, each after those that it refers to; the last one is the root.
  static func models(of panel: LivePanel) -> [WidgetModel] {
    var models: [WidgetModel] = []
    let rows = panel.rows.map { row in
      box("HBox", row.map { add($0, to: &models) }, to: &models)
    }
    _ = box("VBox", rows, to: &models)
    return models
  }

  // MARK: Implementation

  private static let controls = (module: "@jupyter-widgets/controls", version: "2.0.0")
  private static let base = (module: "@jupyter-widgets/base", version: "2.0.0")

  private init(
    _ name: String, view: String, control: LiveControl? = nil, module: (module: String, version: String),
    viewModule: (module: String, version: String), _ attributes: [String: JSON]
  ) {
    let names: [String: JSON] = [
      "_model_name": .string(name + "Model"), "_model_module": .string(module.module),
      "_model_module_version": .string(module.version), "_view_name": .string(view),
      "_view_module": .string(viewModule.module), "_view_module_version": .string(viewModule.version),
    ]
    self.control = control
    self.attributes = names.merging(attributes) { $1 }
  }

  private var reference: JSON { .string("IPY_MODEL_\(id)") }

  private static func layout(_ attributes: [String: JSON] = [:], to models: inout [WidgetModel]) -> JSON {
    let layout = WidgetModel("Layout", view: "LayoutView", module: base, viewModule: base, attributes)
    models.append(layout)
    return layout.reference
  }

  private static func box(_ name: String, _ children: [JSON], to models: inout [WidgetModel]) -> JSON {
    // A box around one child is that child.
    if children.count == 1, let child = children.first { return child }
    let layout = layout(to: &models)
    let box = WidgetModel(
      name, view: name + "View", module: controls, viewModule: controls,
      ["children": .array(children), "layout": layout])
    models.append(box)
    return box.reference
  }

  /// Appends a control with its layout and style, and gives the reference to it.
  private static func add(_ control: LiveControl, to models: inout [WidgetModel]) -> JSON {
    let kind = kind(of: control)
    var attributes = kind.attributes
    attributes["layout"] = layout(kind.layout, to: &models)
    if let name = kind.style {
      let wide: [String: JSON] = name == "ButtonStyle" ? [:] : ["description_width": "initial"]
      let style = WidgetModel(name, view: "StyleView", module: controls, viewModule: base, wide)
      models.append(style)
      attributes["style"] = style.reference
    }
    if !control.label.isEmpty { attributes["description"] = .string(control.label) }
    let model = WidgetModel(
      kind.name, view: kind.view ?? kind.name + "View", control: control, module: controls,
      viewModule: controls, attributes)
    models.append(model)
    return model.reference
  }

  private struct Kind {
    var name: String
    var view: String?
    var style: String?
    var attributes: [String: JSON] = [:]
    var layout: [String: JSON] = [:]
  }

  private static func kind(of control: LiveControl) -> Kind {
    switch control.form {
    case .slider(let low, let high, let step, let isWhole):
      func number(_ value: Double) -> JSON {
        isWhole ? Int(exactly: value).map(JSON.int) ?? .double(value) : .double(value)
      }
      var attributes = ["min": number(low), "max": number(high), "step": number(step)]
      if !isWhole { attributes["readout_format"] = .string(".\(decimals(step))f") }
      return Kind(
        name: isWhole ? "IntSlider" : "FloatSlider", style: "SliderStyle", attributes: attributes,
        layout: ["width": "420px"])
    case .choice(let choices):
      return Kind(
        name: "Dropdown", style: "DescriptionStyle",
        attributes: ["_options_labels": .array(choices.map(JSON.string))])
    case .checkbox: return Kind(name: "Checkbox", style: "CheckboxStyle", attributes: ["indent": false])
    case .field: return Kind(name: "Text", style: "TextStyle", attributes: ["continuous_update": false])
    case .button: return Kind(name: "Button", style: "ButtonStyle")
    case .bar(let total):
      let style: JSON = total == nil ? "info" : ""
      return Kind(
        name: "FloatProgress", view: "ProgressView", style: "ProgressStyle",
        attributes: ["min": 0, "max": .double(total ?? 1), "bar_style": style])
    case .line: return Kind(name: "Label", style: "LabelStyle")
    case .picture(let width, let height):
      func pixels(_ side: Int?) -> JSON { .string(side.map(String.init) ?? "") }
      // A box would stretch the picture to its own width.
      return Kind(
        name: "Image", attributes: ["format": "jpeg", "width": pixels(width), "height": pixels(height)],
        layout: ["align_self": "flex-start"])
    }
  }

  /// How many decimal places it takes to show a step.
  private static func decimals(_ step: Double) -> Int {
    var digits = 0
    var scaled = step
    while digits < 8, abs(scaled - scaled.rounded()) > 1e-6 * max(1, scaled) {
      digits += 1
      scaled *= 10
    }
    return max(digits, 1)
  }
}

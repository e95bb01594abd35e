import DreamKit

/// The commands that put controls under the cell, and those that run something when a person moves one.
enum ControlCommands {
  static var all: [Command] { [interact, fixed, slider, dropdown, checkbox, textbox, button] }

  // MARK: Implementation

  private static let whereControlsAre = "JupyterLab and other frontends with Jupyter widgets have them."

  private static var interact: Command {
    Command(
      "interact", .display, "Runs a function or a command, and runs it again whenever a control is moved.",
      discussion:
        "Each named value becomes a control: `(low, high)` or `(low, high, step)` a slider, a list a dropdown, `True` or "
        + "`False` a checkbox, a string a textbox, a number a slider from 0 to three times the number. All else, as a picture "
        + "or a network, is handed on as it is, and so is what `fixed(…)` holds. A slider begins with the function's own "
        + "default where that lies in its range. The output is shown in place; a move while it runs stops the run and begins "
        + "a new one. \(whereControlsAre) Elsewhere it runs once.",
      parameters: [
        Parameter(
          "function", .callable, "A function, a lambda or a command; it takes the values by their names.")
      ],
      examples: [
        .runs("def twice(n):\n    return 2 * n\ninteract(twice, n=(0, 10))"),
        .runs("interact(resize, img=sample_image(80, 60), shape=[[30, 40], [60, 80]])"),
        .shows(
          "interact(dream, img=picture, model=base_model, layers=['mixed3', 'mixed5'], step_size=(0.002, 0.03))"
        ),
      ], takesAnyName: true
    ) { arguments, execution in
      let function = arguments["function"]
      let values = try arguments.extra.map { name, value in
        (name: name, value: try argument(name, value, of: function))
      }
      let interaction = Interaction(function, values, execution)
      let controls = values.compactMap { $0.value.control }
      interaction.register(in: execution.interactions, moved: controls.map(\.live))
      let shown = controls.filter { control in
        !arguments.extra.contains { $0.value.control === control }
      }
      let text = "Controls: \(interaction.settings)"
      let panel = LivePanel(shown.map { [$0.live] })
      let view = shown.isEmpty ? nil : execution.sink.open(panel)
      if let view { execution.sink.display(MIMEBundle([("text/plain", .text(text)), view]), id: nil) }
      try interaction.run(in: execution)
      if view == nil, !shown.isEmpty {
        execution.sink.write(
          "There are no controls here, so this ran once, with \(interaction.settings). \(whereControlsAre)\n",
          to: .standardOutput)
      }
      return .none
    }
  }

  private static var fixed: Command {
    Command(
      "fixed", .display, "A value for interact() that is handed on as it is and becomes no control.",
      parameters: [Parameter("value", .any, "The value.")], result: "Fixed",
      examples: [.runs("interact(len, x=fixed([1, 2, 3]))")]
    ) { arguments, _ in .object(FixedObject(arguments["value"])) }
  }

  private static var label: Parameter {
    Parameter("label", .text, "What stands before it.", default: .string(""))
  }

  private static let reading =
    "It stands for its present value wherever a number, a text or a truth value is needed; `.value` reads it, too. A cell "
    + "that runs reads it afresh each time, and a dream reads a slider that is its step_size before each step."

  private static var slider: Command {
    Command(
      "slider", .display, "Shows a slider, whose value a person moves, also while a cell runs.",
      discussion: "\(reading) \(whereControlsAre) Elsewhere its value stays.",
      parameters: [
        Parameter("low", .numeric, "The smallest value; whole ends make a slider of whole numbers."),
        Parameter("high", .numeric, "The largest value."),
        Parameter(
          "step", .optional(.numeric),
          "From one value to the next; None is 1, or about a hundredth of the range.",
          default: Value.none),
        Parameter(
          "value", .optional(.numeric), "What it begins with; None is the middle.", default: Value.none),
        label,
      ], result: "Control",
      examples: [
        .runs("strength = slider(0.001, 0.05, value=0.01, label='step_size')\nstrength * 2"),
        .shows("run_deep_dream_simple(img=picture, steps=200, step_size=strength)"),
      ]
    ) { arguments, execution in
      func optional(_ name: String) -> Value? { arguments.isNone(name) ? nil : arguments[name] }
      return try show(
        .slider(
          (arguments["low"], arguments["high"]), step: optional("step"), first: optional("value"),
          label: arguments.string("label") ?? ""), execution)
    }
  }

  private static var dropdown: Command {
    Command(
      "dropdown", .display, "Shows a list from which a person chooses, also while a cell runs.",
      discussion: "\(reading) \(whereControlsAre) Elsewhere its value stays.",
      parameters: [
        Parameter("options", .iterable, "The values; of a dict the keys are shown and the values meant."),
        Parameter("value", .any, "What it begins with; None is the first.", default: Value.none), label,
      ], result: "Control",
      examples: [.runs("layer = dropdown(['mixed3', 'mixed5'], label='layer')\nlayer.value")]
    ) { arguments, execution in
      try show(
        .choice(
          arguments["options"], first: arguments.isNone("value") ? nil : arguments["value"],
          label: arguments.string("label") ?? ""), execution)
    }
  }

  private static var checkbox: Command {
    Command(
      "checkbox", .display, "Shows a box that a person ticks, also while a cell runs.",
      discussion: "\(reading) \(whereControlsAre) Elsewhere its value stays.",
      parameters: [Parameter("value", .flag, "What it begins with.", default: .bool(false)), label],
      result: "Control",
      examples: [.runs("shows = checkbox(True, label='show each step')\nif shows:\n    print('Step 1')")]
    ) { arguments, execution in
      try show(.checkbox(arguments.flag("value"), label: arguments.string("label") ?? ""), execution)
    }
  }

  private static var textbox: Command {
    Command(
      "textbox", .display, "Shows a line that a person writes in, also while a cell runs.",
      discussion: "\(reading) \(whereControlsAre) Elsewhere its value stays.",
      parameters: [Parameter("value", .text, "What it begins with.", default: .string("")), label],
      result: "Control", examples: [.runs("title = textbox('A dream', label='title')\nprint(title)")]
    ) { arguments, execution in
      try show(
        .textbox(arguments.string("value") ?? "", label: arguments.string("label") ?? ""), execution)
    }
  }

  private static var button: Command {
    Command(
      "button", .display, "Shows a button that runs a function each time it is pressed.",
      discussion:
        "The output is shown below the button, in place. Pressed while it runs, the function begins anew. \(whereControlsAre)",
      parameters: [
        Parameter("label", .text, "What stands on it."),
        Parameter("function", .callable, "A function or a lambda that needs no arguments."),
      ], result: "Control", examples: [.runs("button('Again', lambda: show(sample_image(80, 60)))")]
    ) { arguments, execution in
      let control = ControlObject(
        LiveControl(.button, label: arguments.string("label") ?? "", content: .count(0)))
      Interaction(arguments["function"], [], execution).register(
        in: execution.interactions, moved: [control.live])
      return try show(control, execution)
    }
  }

  /// Shows a control and gives it as a value.
  private static func show(_ control: ControlObject, _ execution: Execution) throws -> Value {
    var text = control.representation
    let view = execution.sink.open(LivePanel([[control.live]]))
    if view == nil { text += ": there are no controls here, so it stays as it is. \(whereControlsAre)" }
    execution.sink.display(MIMEBundle([("text/plain", .text(text))] + (view.map { [$0] } ?? [])), id: nil)
    return .object(control)
  }

  /// What an argument of interact() is: a control, or a value that is handed on.
  private static func argument(_ name: String, _ value: Value, of function: Value) throws -> Value {
    if case .object(let object) = value, let fixed = object as? FixedObject { return fixed.value }
    do throws(Diagnostic) {
      let made = try ControlObject.made(of: value, usual: function.usual(name), label: name)
      return made.map { .object($0) } ?? value
    } catch {
      throw Diagnostic(error.kind, "\(name): \(error.message)", hint: error.hint)
    }
  }
}

extension Value {
  /// The control that this is, where it is one.
  fileprivate var control: ControlObject? {
    if case .object(let object) = self { object as? ControlObject } else { nil }
  }

  /// The default of a parameter of what can be called; nil where it has none.
  fileprivate func usual(_ name: String) -> Value? {
    callable?.parameters.first { $0.name == name }?.defaultValue
  }
}

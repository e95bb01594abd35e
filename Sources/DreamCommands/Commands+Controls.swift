import DreamKit
import DreamLanguage

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
      examples: [
        .runs("def twice(n):\n    return 2 * n\ninteract(twice, n=(0, 10))"),
        .runs("interact(resize, img=sample_image(80, 60), shape=[[30, 40], [60, 80]])"),
        .shows(
          "interact(dream, img=picture, model=base_model, layers=['mixed3', 'mixed5'], step_size=(0.002, 0.03))"
        ),
      ], takesAnyName: true
    ) { takes in
      let function = takes(
        "function", .callable, "A function, a lambda or a command; it takes the values by their names.")
      return { call in
        let values = try call.extra.map { name, value in
          (name: name, value: try argument(name, value, of: call[function]))
        }
        let interaction = Interaction(call[function], values, call.execution)
        let controls = values.compactMap { $0.value.control }
        interaction.register(in: call.execution.interactions, moved: controls.map(\.live))
        let shown = controls.filter { control in !call.extra.contains { $0.value.control === control } }
        let text = "Controls: \(interaction.settings)"
        let view = shown.isEmpty ? nil : call.sink.open(LivePanel(shown.map { [$0.live] }))
        if let view { call.sink.display(MIMEBundle([("text/plain", .text(text)), view]), id: nil) }
        try interaction.run(in: call.execution)
        if view == nil, !shown.isEmpty {
          call.sink.write(
            "There are no controls here, so this ran once, with \(interaction.settings). \(whereControlsAre)\n",
            to: .standardOutput)
        }
        return .none
      }
    }
  }

  private static var fixed: Command {
    Command(
      "fixed", .display, "A value for interact() that is handed on as it is and becomes no control.",
      result: "Fixed", examples: [.runs("interact(len, x=fixed([1, 2, 3]))")]
    ) { takes in
      let value = takes("value", .any, "The value.")
      return { call in .object(FixedObject(call[value])) }
    }
  }

  private static func label(_ takes: Parameters) -> Parameter<String> {
    takes("label", .text, "The label shown to the left of the control.", default: "")
  }

  /// A control that stands for its present value.
  private static func control(
    _ name: String, _ summary: String, _ examples: [Command.Example],
    _ declare: (Parameters) -> (Call) throws -> ControlObject
  ) -> Command {
    Command(
      name, .display, summary,
      discussion:
        "It stands for its present value wherever a number, a text or a truth value is needed; `.value` reads it, too. A "
        + "cell that runs reads it afresh each time, and a dream reads a slider that is its step_size before each step. "
        + "\(whereControlsAre) Elsewhere its value stays.",
      result: "Control", examples: examples
    ) { takes in
      let make = declare(takes)
      return { call in try show(try make(call), in: call) }
    }
  }

  private static var slider: Command {
    control(
      "slider", "Shows a slider, whose value a person moves, also while a cell runs.",
      [
        .runs("strength = slider(0.001, 0.05, value=0.01, label='step_size')\nstrength * 2"),
        .shows("run_deep_dream_simple(img=picture, steps=200, step_size=strength)"),
      ]
    ) { takes in
      let low = takes("low", .numeric, "The smallest value; whole ends make a slider of whole numbers.")
      let high = takes("high", .numeric, "The largest value.")
      let step = takes.optional(
        "step", .numeric, "From one value to the next; None is 1, or about a hundredth of the range.")
      let value = takes.optional("value", .numeric, "The value it begins with; None is the middle.")
      let label = label(takes)
      return { call in
        try .slider((call[low], call[high]), step: call[step], first: call[value], label: call[label])
      }
    }
  }

  private static var dropdown: Command {
    control(
      "dropdown", "Shows a list from which a person chooses, also while a cell runs.",
      [.runs("layer = dropdown(['mixed3', 'mixed5'], label='layer')\nlayer.value")]
    ) { takes in
      let options = takes(
        "options", .iterable, "The values; of a dict the keys are shown and the values meant.")
      let value = takes.optional("value", .any, "The value it begins with; None is the first.")
      let label = label(takes)
      return { call in try .choice(call[options], first: call[value], label: call[label]) }
    }
  }

  private static var checkbox: Command {
    control(
      "checkbox", "Shows a box that a person ticks, also while a cell runs.",
      [.runs("shows = checkbox(True, label='show each step')\nif shows:\n    print('Step 1')")]
    ) { takes in
      let value = takes("value", .flag, "The value it begins with.", default: false)
      let label = label(takes)
      return { call in .checkbox(call[value], label: call[label]) }
    }
  }

  private static var textbox: Command {
    control(
      "textbox", "Shows a line that a person writes in, also while a cell runs.",
      [.runs("title = textbox('A dream', label='title')\nprint(title)")]
    ) { takes in
      let value = takes("value", .text, "The value it begins with.", default: "")
      let label = label(takes)
      return { call in .textbox(call[value], label: call[label]) }
    }
  }

  private static var button: Command {
    Command(
      "button", .display, "Shows a button that runs a function each time it is pressed.",
      discussion:
        "The output is shown below the button, in place. Pressed while it runs, the function begins anew. \(whereControlsAre)",
      result: "Control", examples: [.runs("button('Again', lambda: show(sample_image(80, 60)))")]
    ) { takes in
      let label = takes("label", .text, "The text on the button.")
      let function = takes("function", .callable, "A function or a lambda that needs no arguments.")
      return { call in
        let control = ControlObject(LiveControl(.button, label: call[label], content: .count(0)))
        Interaction(call[function], [], call.execution).register(
          in: call.execution.interactions, moved: [control.live])
        return try show(control, in: call)
      }
    }
  }

  /// Shows a control and gives it as a value.
  private static func show(_ control: ControlObject, in call: Call) throws -> Value {
    var text = control.representation
    let view = call.sink.open(LivePanel([[control.live]]))
    if view == nil { text += ": there are no controls here, so it stays as it is. \(whereControlsAre)" }
    call.sink.display(MIMEBundle([("text/plain", .text(text))] + (view.map { [$0] } ?? [])), id: nil)
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

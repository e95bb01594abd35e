import DreamLanguage

/// A control under a cell as a value: a slider, a list to choose from, a button.
///
/// Wherever a number, a text or a truth value is needed it stands for what it says at that moment.
final class ControlObject: Settling, Numeric, Truthy {
  /// What the person sees and moves.
  let live: LiveControl
  /// What its places stand for, where it is a choice.
  private let choices: [Value]

  /// Makes the value of a control; `choices` are what the places of a choice stand for.
  init(_ live: LiveControl, choices: [Value] = []) {
    self.live = live
    self.choices = choices
  }

  /// What it says now.
  var value: Value {
    switch (live.form, live.content) {
    case (.slider(_, _, _, isWhole: true), .number(let number)): Int(exactly: number).map(Value.int) ?? .none
    case (_, .number(let number)): .float(number)
    case (.choice, .count(let place)): choices.indices.contains(place) ? choices[place] : .none
    case (_, .count(let count)): .int(count)
    case (_, .flag(let isOn)): .bool(isOn)
    case (_, .text(let text)): .string(text)
    case (_, .bytes): .none
    }
  }

  /// What reads the number that it says, on any thread; `first` where it says no finite number.
  func reader(or first: Float) -> @Sendable () -> Float {
    let live = live
    let numbers = choices.map { $0.number }
    return {
      let number: Double? =
        switch live.content {
        case .number(let number): number
        case .count(let place): numbers.indices.contains(place) ? numbers[place] : nil
        case .text(let text): Double(text)
        case .flag, .bytes: nil
        }
      return number.flatMap { $0.isFinite ? Float($0) : nil } ?? first
    }
  }

  var type: TypeDescriptor { .control }
  var text: String { value.text }
  var number: Double? { value.number }
  func isTrue() throws(Diagnostic) -> Bool { try value.isTrue() }

  var representation: String {
    let name = live.label.isEmpty ? "" : " \(live.label):"
    switch live.form {
    case .slider(let low, let high, _, let isWhole):
      func text(_ number: Double) -> String { isWhole ? String(Int(number)) : number.description }
      return "<slider\(name) \(value.text), from \(text(low)) to \(text(high))>"
    case .choice(let labels): return "<dropdown\(name) \(value.representation), one of \(labels.count)>"
    case .checkbox: return "<checkbox\(name) \(value.text)>"
    case .field: return "<textbox\(name) \(value.representation)>"
    case .button: return "<button \(live.label)>"
    case .bar, .line, .picture: return "<control\(name)>"
    }
  }
}

/// A value that interact() hands on as it is, where it would else make a control of it.
final class FixedObject: LanguageObject {
  /// What is handed on.
  let value: Value
  init(_ value: Value) { self.value = value }
  var type: TypeDescriptor { .fixed }
  var representation: String { "fixed(\(value.representation))" }
}

extension TypeDescriptor {
  static let control = TypeDescriptor("Control", Members.control)
  static let fixed = TypeDescriptor("Fixed")
}

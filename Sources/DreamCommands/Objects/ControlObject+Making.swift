import DreamKit
import DreamLanguage

#if canImport(Glibc)
  import Glibc
#endif

extension ControlObject {
  /// A slider.
  ///
  /// - Parameters:
  ///   - range: both ends; whole numbers make a slider of whole numbers.
  ///   - step: from one number to the next; nil is 1 for whole numbers, else about a hundredth of the range.
  ///   - first: the number that it begins with; nil is the middle.
  /// - Throws: ``Diagnostic`` where these are no numbers to slide between.
  static func slider(
    _ range: (low: Value, high: Value), step: Value? = nil, first: Value? = nil, label: String
  ) throws(Diagnostic) -> ControlObject {
    guard let low = range.low.number, let high = range.high.number, low.isFinite, high.isFinite, low < high,
      abs(low) < 1e15, abs(high) < 1e15
    else {
      throw Diagnostic(
        .value,
        "A slider goes from a number to a larger one, not from \(range.low.text) to \(range.high.text).",
        hint: "Write (0, 10), or (0.001, 0.05, 0.001) with the step.")
    }
    let isWhole =
      [range.low, range.high].allSatisfy { $0.wholeNumber != nil }
      && (step == nil || step?.wholeNumber != nil)
    let stride = step?.number ?? (isWhole ? 1 : niceStep(high - low))
    guard stride > 0, stride <= high - low else {
      throw Diagnostic(
        .value,
        "A slider from \(range.low.text) to \(range.high.text) cannot go in steps of \(step?.text ?? "0").",
        hint: "The step is above 0 and at most the whole range.")
    }
    if let first, first.number.map({ !(low...high).contains($0) }) ?? true {
      throw Diagnostic(
        .value,
        "A slider from \(range.low.text) to \(range.high.text) cannot begin at \(first.representation).",
        hint: "Widen the range, or give another value.")
    }
    let middle = low + ((high - low) / 2 / stride).rounded(.down) * stride
    return ControlObject(
      LiveControl(
        .slider(from: low, to: high, step: stride, isWhole: isWhole), label: label,
        content: .number(first?.number ?? middle)))
  }

  /// A list to choose from.
  ///
  /// - Parameters:
  ///   - options: the values; of a dict the keys are shown and the values stand behind them.
  ///   - first: the value that it begins with; nil is the first one.
  /// - Throws: ``Diagnostic`` where there is nothing to choose from, or `first` is not among it.
  static func choice(_ options: Value, first: Value? = nil, label: String) throws(Diagnostic) -> ControlObject
  {
    var labels: [Value]
    var values: [Value]
    if case .dict(let dict) = options {
      (labels, values) = (dict.keys, dict.values)
    } else {
      values = try options.elements()
      labels = values
    }
    guard !values.isEmpty, values.count <= 1000 else {
      throw Diagnostic(.value, "A dropdown needs 1 to 1000 values to choose from, not \(values.count).")
    }
    var place = 0
    if let first {
      var found: Int?
      for (index, value) in values.enumerated() {
        if found == nil, try value.isEqual(to: first) { found = index }
      }
      guard let found else {
        throw Diagnostic(
          .value, "\(first.representation) is not among the values to choose from.",
          hint: "They are \(labels.prefix(8).map(\.text).joined(separator: ", ")).")
      }
      place = found
    }
    return ControlObject(
      LiveControl(.choice(labels.map(\.text)), label: label, content: .count(place)), choices: values)
  }

  /// Something to tick.
  static func checkbox(_ isOn: Bool, label: String) -> ControlObject {
    ControlObject(LiveControl(.checkbox, label: label, content: .flag(isOn)))
  }

  /// A line to write in.
  static func textbox(_ text: String, label: String) -> ControlObject {
    ControlObject(LiveControl(.field, label: label, content: .text(text)))
  }

  /// The control that an argument of interact() stands for: (low, high) or (low, high, step) and a range are sliders, a list
  /// and a dict are dropdowns, True and False a checkbox, a string a textbox, a number a slider around it.
  ///
  /// - Parameter usual: the function's own default, with which the control begins where it fits.
  /// - Returns: nil where the value is none of these and is handed on as it is.
  static func made(of value: Value, usual: Value?, label: String) throws(Diagnostic) -> ControlObject? {
    switch value {
    case .bool(let isOn): return checkbox(isOn, label: label)
    case .string(let text): return textbox(text, label: label)
    case .int, .float:
      guard let number = value.number, number.isFinite, abs(number) < 1e14 else { return nil }
      let isWhole = value.wholeNumber != nil
      func bound(_ factor: Double) -> Value { isWhole ? .int(Int(number * factor)) : .float(number * factor) }
      let range: (Value, Value) =
        number == 0
        ? (.int(0), isWhole ? .int(1) : .float(1)) : number > 0 ? (.int(0), bound(3)) : (bound(3), .int(0))
      return try slider(range, step: isWhole ? .int(1) : nil, first: value, label: label)
    case .range(let range) where range.count > 1 && range.step > 0:
      let ends = (Value.int(range.start), Value.int(range[range.count - 1]))
      return try slider(ends, step: .int(range.step), first: fitting(usual, ends), label: label)
    case .tuple(let tuple)
    where (2...3).contains(tuple.elements.count) && tuple.elements.allSatisfy { $0.number != nil }:
      let ends = (tuple.elements[0], tuple.elements[1])
      let step = tuple.elements.count == 3 ? tuple.elements[2] : nil
      return try slider(ends, step: step, first: fitting(usual, ends), label: label)
    case .list, .dict:
      if let usual, let chosen = try? choice(value, first: usual, label: label) { return chosen }
      return try choice(value, label: label)
    case .object(let object): return object as? ControlObject
    default: return nil
    }
  }

  // MARK: Implementation

  /// The value, where it lies in the range.
  private static func fitting(_ value: Value?, _ range: (low: Value, high: Value)) -> Value? {
    guard let value, let number = value.number, let low = range.low.number, let high = range.high.number,
      low <= number, number <= high
    else { return nil }
    return value
  }

  /// About a hundredth of a range: 1, 2 or 5 with zeros.
  private static func niceStep(_ range: Double) -> Double {
    let rough = range / 100
    let magnitude = pow(10, floor(log10(rough)))
    let factor = [1.0, 2, 5, 10].first { $0 >= rough / magnitude * 0.999 } ?? 10
    let digits = Int(max(0, -floor(log10(factor * magnitude))))
    return Double(TextFormat.printf(factor * magnitude, "%.\(min(digits, 15))f")) ?? factor * magnitude
  }
}

/// What a parameter takes: how that is called, and how a value becomes its argument.
package struct ParameterType<Argument> {
  /// The type in an error message: "a whole number from 0 up".
  package let phrase: String
  /// What to do about a value that does not fit, where that is known.
  package let remedy: (Value) -> String?
  /// The argument that a value is, or nil where it does not fit.
  package let convert: (Value) -> Argument?

  /// Declares a type.
  package init(
    _ phrase: String, remedy: @escaping (Value) -> String? = { _ in nil },
    convert: @escaping (Value) -> Argument?
  ) {
    self.phrase = phrase
    self.remedy = remedy
    self.convert = convert
  }

  /// The type, or None, which becomes nil.
  package static func optional<Wrapped>(_ type: ParameterType<Wrapped>) -> Self where Argument == Wrapped? {
    Self(type.phrase + (type.convert(.none) == nil ? ", or None" : ""), remedy: type.remedy) { value in
      if case .none = value { return .some(nil) }
      return type.convert(value).map(Optional.some)
    }
  }

  /// An object of one kind.
  package static func object(_ type: Argument.Type, _ phrase: String, remedy: String? = nil) -> Self {
    Self(phrase, remedy: { _ in remedy }) { value in
      if case .object(let object) = value { object as? Argument } else { nil }
    }
  }
}

extension ParameterType where Argument == Int {
  /// A whole number in a range; floats with a whole value are taken too.
  package static func integer(from lowest: Int = .min, to highest: Int = .max) -> Self {
    let low = lowest == .min ? "" : " from \(lowest)"
    let high = highest == .max ? lowest == .min ? "" : " up" : " to \(highest)"
    return Self(
      "a whole number" + low + high,
      remedy: { value in
        if case .float(let number) = value { return "int(\(number)) cuts off what is behind the point." }
        return numberRemedy(value)
      }
    ) { value in
      guard let number = value.wholeNumber ?? value.number.flatMap({ Int(exactly: $0) }) else { return nil }
      return (lowest...highest).contains(number) ? number : nil
    }
  }
}

extension ParameterType where Argument == UInt64 {
  /// What random numbers are drawn from.
  package static var seed: Self {
    let whole = ParameterType<Int>.integer(from: 0)
    return Self(whole.phrase, remedy: whole.remedy) { whole.convert($0).map(UInt64.init) }
  }
}

extension ParameterType where Argument == [Int] {
  /// A list, a tuple or a range of whole numbers.
  package static func integers(from lowest: Int, to highest: Int) -> Self {
    Self("a list or range of whole numbers from \(lowest) to \(highest)") { value in
      guard let parts = value.sequence, parts.count <= 1000 else { return nil }
      return wholeNumbers(parts, in: lowest...highest)
    }
  }

  /// One whole number for each of several axes.
  package static var axisNumbers: Self {
    Self("a whole number or a list of them") { value in
      let parts = value.sequence ?? [value]
      guard !parts.isEmpty, parts.count <= 8 else { return nil }
      return wholeNumbers(parts, in: -1 << 30...1 << 30)
    }
  }
}

extension ParameterType where Argument == Double {
  /// A finite number, from `lowest` up or above `bound`, and up to `highest`.
  package static func number(
    from lowest: Double = -.infinity, above bound: Double = -.infinity, to highest: Double = .infinity
  ) -> Self {
    var range = lowest.isFinite ? " from \(lowest) up" : bound.isFinite ? " above \(bound)" : ""
    if highest.isFinite { range += (lowest.isFinite ? "" : " up") + " to \(highest)" }
    return Self("a finite number" + range, remedy: numberRemedy) { value in
      value.number.flatMap { $0.isFinite && $0 >= lowest && $0 > bound && $0 <= highest ? $0 : nil }
    }
  }

  /// A number, finite or not.
  package static var real: Self { Self("a number", remedy: numberRemedy) { $0.number } }
}

extension ParameterType where Argument == Bool {
  package static var flag: Self {
    Self("True or False") { value in
      if case .bool(let flag) = value { return flag }
      return value.wholeNumber.map { $0 != 0 }
    }
  }
}

extension ParameterType where Argument == String {
  package static var text: Self {
    Self(
      "a string",
      remedy: { value in
        if case .object(let object) = value, object.displayable?.pixelSize != nil {
          return "This is a picture already."
        }
        return value.number == nil ? nil : "Write it in quotes: '\(value.text)'."
      }
    ) { if case .string(let text) = $0 { text } else { nil } }
  }
}

extension ParameterType where Argument == [String] {
  /// A list of strings; one string is a list of one.
  package static var texts: Self {
    Self("a list of strings") { value in
      if case .string(let text) = value { return [text] }
      return value.sequence.flatMap(strings)
    }
  }

  /// The texts that values are; nil where one is none.
  static func strings(_ values: [Value]) -> [String]? {
    let texts = values.compactMap { ParameterType<String>.text.convert($0) }
    return texts.count == values.count ? texts : nil
  }
}

extension ParameterType where Argument == Value {
  /// Anything.
  package static var any: Self { Self("any value") { $0 } }

  /// A number that stays what it is: whole, with a point, infinite.
  package static var numeric: Self { Self("a number", remedy: numberRemedy) { $0.number == nil ? nil : $0 } }

  /// A value with elements: a list, a tuple, a range, a string, a dict, an array.
  package static var iterable: Self {
    Self("something with elements, such as a list or a range") { $0.isIterable ? $0 : nil }
  }

  /// Something that can be called.
  package static var callable: Self {
    Self(
      "a function, a lambda or a command",
      remedy: { _ in "Write its name without brackets, as in interact(f, n=(0, 10))." }
    ) { $0.callable == nil ? nil : $0 }
  }
}

// MARK: Implementation

/// The whole numbers that values are; nil where one is none or lies outside the range.
private func wholeNumbers(_ values: [Value], in range: ClosedRange<Int>) -> [Int]? {
  let numbers = values.compactMap { $0.number.flatMap { Int(exactly: $0) } }
  return numbers.count == values.count && numbers.allSatisfy(range.contains) ? numbers : nil
}

private func numberRemedy(_ value: Value) -> String? {
  switch value {
  case .string(let text) where Double(text) != nil: return "Leave the quotes out: \(text)."
  case .tuple(let tuple)
  where tuple.elements.count == 2 && tuple.elements.allSatisfy { $0.wholeNumber != nil }:
    return "A number is written with a point: \(tuple.elements[0].text).\(tuple.elements[1].text)."
  default: return nil
  }
}

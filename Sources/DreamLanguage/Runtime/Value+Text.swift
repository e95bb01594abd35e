extension Value {
  /// The value as `repr` gives it.
  package var representation: String { text(quoted: true, depth: 0) }

  /// The value as `print` and `str` give it.
  package var text: String { text(quoted: false, depth: 0) }

  /// The value as a cell's result or as something shown: PNG for pictures, text always.
  package func bundle() throws -> MIMEBundle {
    try displayable?.bundle() ?? MIMEBundle([("text/plain", .text(representation))])
  }

  /// What it is shown as, where it is shown as more than text.
  package var displayable: (any Displayable)? {
    switch self {
    case .tuple(let tuple): tuple.object?.displayable
    case .object(let object): object.displayable
    default: nil
    }
  }

  /// A string in quotes, as a cell would write it.
  package static func quoted(_ text: String) -> String {
    let quote: Character = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\\": result += "\\\\"
      case _ where Character(scalar) == quote: result += "\\\(quote)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16)
        result += "\\x" + (hex.count == 1 ? "0" : "") + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + String(quote)
  }

  // MARK: Implementation

  private func text(quoted: Bool, depth: Int) -> String {
    if depth > 20 { return "…" }
    func inner(_ values: [Value]) -> String {
      let shown = values.prefix(1000).map { $0.text(quoted: true, depth: depth + 1) }
      return shown.joined(separator: ", ") + (values.count > 1000 ? ", … \(values.count - 1000) more" : "")
    }
    switch self {
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .int(let value): return String(value)
    case .float(let value): return value.description
    case .string(let text): return quoted ? Value.quoted(text) : text
    case .list(let list): return "[\(inner(list.elements))]"
    case .tuple(let tuple):
      return "(\(inner(tuple.elements))\(tuple.elements.count == 1 ? "," : ""))"
    case .dict(let dict):
      let items = zip(dict.keys, dict.values).prefix(1000).map {
        $0.text(quoted: true, depth: depth + 1) + ": " + $1.text(quoted: true, depth: depth + 1)
      }
      return "{\(items.joined(separator: ", "))}"
    case .range(let range):
      return "range(\(range.start), \(range.stop)\(range.step == 1 ? "" : ", \(range.step)"))"
    case .object(let object):
      return quoted ? object.representation : object.text
    }
  }
}

extension String {
  /// The text with a capital first letter, as a sentence starts.
  package var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}

import Ground

extension JSON {
  /// The value as UTF-8 text.
  ///
  /// - Parameter indent: nil for text without white space, as messages are sent; else each element and member stands on
  ///   a line of its own, indented by so many spaces a level, as notebooks are saved.
  public func encoded(indent: Int? = nil) -> [UInt8] {
    var output: [UInt8] = []
    write(to: &output, layout: Layout(indent: indent))
    return output
  }

  // MARK: Implementation

  /// The white space between values.
  private struct Layout {
    var indent: Int?
    var level = 0

    var inner: Layout { Layout(indent: indent, level: level + 1) }

    func startLine(_ output: inout [UInt8]) {
      guard let indent else { return }
      output.append(UInt8(ascii: "\n"))
      output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * level))
    }
  }

  private func write(to output: inout [UInt8], layout: Layout) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .int(let value): output += String(value).utf8
    case .double(let value): output += (value.isFinite ? value.description : "null").utf8
    case .string(let value): Self.write(value, to: &output)
    case .base64(let bytes):
      output.append(UInt8(ascii: "\""))
      Base64.append(bytes, to: &output)
      output.append(UInt8(ascii: "\""))
    case .array(let elements):
      Self.write(elements, between: "[", "]", to: &output, layout) { element, output in
        element.write(to: &output, layout: layout.inner)
      }
    case .object(let members):
      Self.write(members.sorted { $0.key < $1.key }, between: "{", "}", to: &output, layout) {
        member, output in
        Self.write(member.key, to: &output)
        output += (layout.indent == nil ? ":" : ": ").utf8
        member.value.write(to: &output, layout: layout.inner)
      }
    }
  }

  private static func write<Part>(
    _ parts: [Part], between open: String, _ close: String, to output: inout [UInt8], _ layout: Layout,
    writePart: (Part, inout [UInt8]) -> Void
  ) {
    output += open.utf8
    for (index, part) in parts.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      layout.inner.startLine(&output)
      writePart(part, &output)
    }
    if !parts.isEmpty { layout.startLine(&output) }
    output += close.utf8
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    var text = text
    output.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var start = 0  // of the run that needs no escape
      for index in utf8.indices where needsEscape(utf8[index]) {
        output += utf8[start..<index]
        escape(utf8[index], to: &output)
        start = index + 1
      }
      output += utf8[start...]
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): output += "\\\"".utf8
    case UInt8(ascii: "\\"): output += "\\\\".utf8
    case UInt8(ascii: "\n"): output += "\\n".utf8
    case UInt8(ascii: "\r"): output += "\\r".utf8
    case UInt8(ascii: "\t"): output += "\\t".utf8
    default: output += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
    }
  }
}

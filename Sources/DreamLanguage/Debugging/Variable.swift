/// A variable, or a part of one, as a debugger shows it.
///
/// Unchecked `Sendable`: its value is touched by the thread that has the turn alone.
package struct Variable: InspectableVariable, @unchecked Sendable {
  /// Its name; for a part its index, key or attribute.
  package let name: String
  private let value: Value
  private let table: CommandTable

  /// Names a value.
  package init(_ name: String, _ value: Value, _ table: CommandTable) {
    self.name = name
    self.value = value
    self.table = table
  }

  /// The name of its type.
  package var type: String { value.typeName }
  /// The value on one line, shortened where it is long.
  package var text: String { Self.brief(value, depth: 0) }

  /// How many parts it has.
  package var partCount: Int {
    switch value {
    case .list(let list): list.elements.count
    case .tuple(let tuple): tuple.elements.count
    case .dict(let dict): dict.count
    case .range(let range): range.count
    case .object: properties.count
    case .none, .bool, .int, .float, .string: 0
    }
  }

  /// Its parts: the elements of a sequence, the entries of a dict, the attributes of a thing.
  ///
  /// - Parameter places: which of them; places that it has not are left out.
  package func parts(_ places: Range<Int>) -> [any InspectableVariable] {
    let places = places.clamped(to: 0..<partCount)
    return places.compactMap { place in
      switch value {
      case .list(let list): return part("[\(place)]", list.elements[place])
      case .tuple(let tuple): return part("[\(place)]", tuple.elements[place])
      case .dict(let dict):
        return part("[\(Self.brief(dict.keys[place], depth: 1))]", dict.values[place])
      case .range(let range): return part("[\(place)]", .int(range[place]))
      default:
        let name = properties[place].name
        return (try? table.attribute(name, of: value)).flatMap { $0 }.map { part(name, $0) }
      }
    }
  }

  /// The value as a cell shows it; a picture, and what can be taken for one, no larger than a thumbnail.
  package func bundle() -> MIMEBundle? {
    guard let shown = value.displayable, let size = shown.pixelSize,
      max(size.width, size.height) > Self.thumbnailSide,
      var thumbnail = shown.thumbnail(side: Self.thumbnailSide)
    else { return try? value.bundle() }
    for (index, representation) in thumbnail.representations.enumerated() {
      guard let text = representation.content.text else { continue }
      let line = "\(text): thumbnail of \(size.width)×\(size.height)"
      thumbnail.representations[index].content = .text(line)
    }
    return thumbnail
  }

  // MARK: Implementation

  /// The longer side of a thumbnail, in pixels.
  private static let thumbnailSide = 256
  private static let longest = 160

  private func part(_ name: String, _ value: Value) -> Variable { Variable(name, value, table) }

  /// The attributes that are read without calling anything.
  private var properties: [Member] {
    table.members(of: value).filter { if case .property = $0.kind { true } else { false } }
  }

  private static func brief(_ value: Value, depth: Int) -> String {
    func joined(_ values: [Value], _ open: String, _ close: String) -> String {
      if depth > 1, !values.isEmpty { return "\(open)…\(close)" }
      let shown = values.prefix(6).map { brief($0, depth: depth + 1) } + (values.count > 6 ? ["…"] : [])
      return open + shown.joined(separator: ", ") + close
    }
    let text: String
    switch value {
    case .list(let list): text = joined(list.elements, "[", "]")
    case .tuple(let tuple) where tuple.type !== TypeDescriptor.tuple: text = tuple.type.name
    case .tuple(let tuple): text = joined(tuple.elements, "(", tuple.elements.count == 1 ? ",)" : ")")
    case .dict(let dict):
      if depth > 1, dict.count > 0 { return "{…}" }
      let items = zip(dict.keys, dict.values).prefix(6).map {
        "\(brief($0, depth: depth + 1)): \(brief($1, depth: depth + 1))"
      }
      text = "{\((items + (dict.count > 6 ? ["…"] : [])).joined(separator: ", "))}"
    case .string(let string): text = Value.quoted(String(string.prefix(longest)))
    default: text = value.representation
    }
    return text.count > longest ? text.prefix(longest - 1) + "…" : text
  }
}

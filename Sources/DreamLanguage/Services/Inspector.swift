import Ground

/// Tells what the name at the cursor is.
struct Inspector {
  let table: CommandTable
  let globals: Scope

  /// What the name at the cursor, or the call around it, is.
  func inspect(_ source: SourceText, cursor: Int, detail: Int) -> MIMEBundle? {
    let offset = source.offset(ofCodePoint: cursor)
    let place = CursorContext(source, offset: offset, wholeName: true)
    if let value = place.value(table: table, globals: globals) {
      return describe(value, place.path.last ?? "", detail)
    }
    guard let call = place.call else { return nil }
    let callee = CursorContext.resolve(call.path, table: table, globals: globals)
    return callee.flatMap { describe($0, call.path.last ?? "", detail) }
  }

  // MARK: Implementation

  private func describe(_ value: Value, _ name: String, _ detail: Int) -> MIMEBundle? {
    if case .object(let object) = value {
      if let declaration = (object as? CommandObject)?.declaration ?? (object as? BoundMethod)?.declaration {
        return Reference(table).page(of: declaration).bundle
      }
      if let function = object as? FunctionObject {
        let text = [function.signature, function.definition.documentation].compactMap { $0 }
        return MIMEBundle([("text/plain", .text(text.joined(separator: "\n\n")))])
      }
    }
    var lines = ["\(name): \(value.typeName)"]
    var details: String?
    if case .object(let object) = value { details = object.displayable?.details }
    lines.append(details ?? String(value.representation.prefix(detail > 0 ? 4000 : 400)))
    if let callable = value.callable { lines.append("Call: \(callable.signature)") }
    return bundle(lines.joined(separator: "\n"), of: value)
  }

  /// The longer side of a picture that is shown small, in pixels.
  private static let thumbnailSide = 160

  /// The text, and where the value is a picture, that picture, small: beside the text in HTML, and by itself.
  private func bundle(_ text: String, of value: Value) -> MIMEBundle {
    guard let picture = value.displayable?.thumbnail(side: Self.thumbnailSide), let size = picture.pixelSize,
      case .bytes(let png)? = picture["image/png"]
    else { return MIMEBundle([("text/plain", .text(text))]) }
    let image =
      "<img width=\"\(size.width)\" height=\"\(size.height)\" alt=\"thumbnail\" "
      + "src=\"data:image/png;base64,\(Base64.encode(png))\">"
    return MIMEBundle(
      [
        ("text/plain", .text(text)), ("image/png", .bytes(png)),
        ("text/html", .text("<pre>\(Markup.escaped(text))</pre>\(image)")),
      ], pixelSize: size)
  }
}

import DreamKit
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
    switch value {
    case .object(let object as ImageObject):
      lines.append("shape \(object.image.shape), levels \(range(object.tensor))")
    case .object(let object as TensorObject):
      lines.append("shape \(object.tensor.shape), values \(range(object.tensor))")
    default: lines.append(String(value.representation.prefix(detail > 0 ? 4000 : 400)))
    }
    if let callable = value.callable { lines.append("Call: \(callable.signature)") }
    return bundle(lines.joined(separator: "\n"), of: value)
  }

  /// The longer side of a picture that is shown small, in pixels.
  private static let thumbnailSide = 160

  /// The text, and where the value is a picture, that picture, small: beside the text in HTML, and by itself.
  private func bundle(_ text: String, of value: Value) -> MIMEBundle {
    guard let picture = picture(of: value)?.thumbnail(maxDimension: Self.thumbnailSide),
      let png = try? picture.pngData()
    else { return MIMEBundle([("text/plain", .text(text))]) }
    let image =
      "<img width=\"\(picture.width)\" height=\"\(picture.height)\" alt=\"thumbnail\" "
      + "src=\"data:image/png;base64,\(Base64.encode(png))\">"
    return MIMEBundle(
      [
        ("text/plain", .text(text)), ("image/png", .bytes(png)),
        ("text/html", .text("<pre>\(Markup.escaped(text))</pre>\(image)")),
      ], pixelSize: (picture.width, picture.height))
  }

  /// The picture that a value is or can be shown as: levels in [0, 255], or an image in [-1, 1].
  private func picture(of value: Value) -> Image? {
    if let picture = value.picture { return picture }
    let tensor: Tensor
    switch value {
    case .object(let object as TensorObject): tensor = object.tensor
    case .tuple(let dream as DreamResultObject): tensor = dream.image
    default: return nil
    }
    guard tensor.isImageShaped, tensor.shape.count > 0 else { return nil }
    return try? tensor.liesInUnitRange ? Image(deprocessing: tensor) : Image(levels: tensor)
  }

  private func range(_ tensor: Tensor) -> String {
    tensor.bounds.map { "from \($0.lowest) to \($0.highest), mean \(Float(tensor.mean))" } ?? "none"
  }
}

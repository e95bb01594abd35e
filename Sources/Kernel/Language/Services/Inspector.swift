import DreamKit

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
    case .image(let image):
      lines.append("shape \(image.shape), levels \(range(image.levels))")
    case .tensor(let tensor): lines.append("shape \(tensor.shape), values \(range(tensor))")
    default: lines.append(String(value.representation.prefix(detail > 0 ? 4000 : 400)))
    }
    if case .object(let object) = value, let command = object.command {
      lines.append("Call: \(command.signature)")
    }
    return MIMEBundle([("text/plain", .text(lines.joined(separator: "\n")))])
  }

  private func range(_ tensor: Tensor) -> String {
    tensor.bounds.map { "from \($0.lowest) to \($0.highest), mean \(Float(tensor.mean))" } ?? "none"
  }
}

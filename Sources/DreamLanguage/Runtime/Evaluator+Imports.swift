import Ground

extension Evaluator {
  /// Binds what an `import` names.
  func bind(_ part: Import) throws {
    guard let path = execution.table.path(ofModule: part.module),
      let module = execution.table.value(alias: path),
      CommandTable.modulePath(of: module) != nil
    else {
      throw unknownModule(part)
    }
    guard let member = part.member else {
      let root = part.module.prefix { $0 != "." }
      if let alias = part.alias {
        scope.bind(alias, to: module)
      } else if let top = execution.table.path(ofModule: String(root)).flatMap({
        execution.table.value(alias: $0)
      }) {
        scope.bind(String(root), to: top)
      }
      return
    }
    if member == "*" {
      for name in execution.table.names(in: path) {
        if let value = execution.table.value(alias: "\(path).\(name)") { scope.bind(name, to: value) }
      }
      return
    }
    guard let value = execution.table.value(alias: "\(path).\(member)") else {
      throw foreign(member, in: path, arguments: nil, at: part.range)
    }
    scope.bind(part.alias ?? member, to: value)
  }

  /// Runs something and prints how long it took.
  func timing<T>(_ body: () throws -> T) throws -> T {
    let start = execution.clock()
    let result = try body()
    let line = TextFormat.duration(max(0, execution.clock() - start))
    execution.sink.write("Wall time: \(line)\n", to: .standardOutput)
    return result
  }

  /// The error of a name that a module does not have here: what to use in its place, with the call rewritten.
  ///
  /// - Parameters:
  ///   - path: the module's path in the command table.
  ///   - shown: the name as the cell writes it, where it is not the path.
  ///   - arguments: the text of the call's arguments with their brackets, or nil where it is no call.
  func foreign(
    _ name: String, in path: String, as shown: String? = nil, arguments: String?, at range: SourceRange
  ) -> Diagnostic {
    let full = "\(path).\(name)"
    let table = execution.table
    var hint = "\(table.manual.product)'s own commands need no module: help() lists them."
    if let call = replacement(for: full, arguments: arguments) {
      hint = "Write \(call)."
    } else if let advice = table.hints.advice(on: full) {
      hint = advice
    } else if let command = table.command(named: name) {
      hint = "Write \(arguments.map { command.name + $0 } ?? command.signature)."
    } else if let near = Spelling.nearest(to: name, in: table.names(in: path)) {
      hint = "Did you mean \(path).\(near)?"
    }
    return failure(.attribute, "\(table.manual.product) has no \(shown ?? full).", hint: hint, at: range)
  }

  /// The call to write in place of a name of another library, or nil where there is none.
  func replacement(for path: String, arguments: String?) -> String? {
    if let template = execution.table.replacement(for: path) {
      return template.replacing("(…)", with: arguments ?? "(…)")
    }
    guard let command = execution.table.command(alias: path) else { return nil }
    return arguments.map { command.name + $0 } ?? command.signature
  }

  // MARK: Implementation

  private func unknownModule(_ part: Import) -> Diagnostic {
    if let path = execution.table.path(ofModule: part.module) {
      let parts = path.split(separator: ".")
      let parent = parts.dropLast().joined(separator: ".")
      return foreign(parts.last.map(String.init) ?? path, in: parent, arguments: nil, at: part.range)
    }
    let hint =
      execution.table.hints.advice(on: part.module)
      ?? Spelling.nearest(to: part.module, in: execution.table.modules.map(\.name)).map {
        "Did you mean '\($0)'?"
      }
      ?? "Leave the line out: \(execution.table.manual.product)'s commands need no import, and help() lists them."
    return failure(.module, "There is no module '\(part.module)' here.", hint: hint, at: part.range)
  }
}

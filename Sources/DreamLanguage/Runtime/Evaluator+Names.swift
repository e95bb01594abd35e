import Ground

extension Evaluator {
  /// The value of a name: a variable, a command or a constant.
  package func value(of name: String, at range: SourceRange) throws -> Value {
    if let value = scope[name] { return value }
    if let value = execution.table.value(named: name) { return value }
    throw unknownName(name, at: range)
  }

  /// The value of an attribute, or a method bound to its value.
  ///
  /// - Parameter arguments: where the arguments stand that it is called with, their brackets included; nil where it is
  ///   not called.
  package func attribute(
    _ name: String, of object: Expression, calledWith arguments: SourceRange? = nil, at range: SourceRange
  ) throws -> Value {
    let call = arguments.map { source[$0] }.flatMap { $0.count <= 60 && !$0.contains("\n") ? $0 : nil }
    if let path = Self.path(of: object), scope[path[0]] == nil, execution.table.value(named: path[0]) == nil,
      let module = execution.table.module(named: path[0])
    {
      throw forgottenImport(of: module, path + [name], arguments: call, at: range)
    }
    if case .name(let stem) = object.kind, scope[stem] == nil, execution.table.value(named: stem) == nil,
      execution.table.hints.fileEndings.contains(name.lowercased())
    {
      throw failure(
        .name, "There is no variable or command named '\(stem)'.",
        hint: "The name of a file is a string: write '\(stem).\(name)' in quotes.", at: range
      )
    }
    let value = try evaluate(object)
    if let found = try placing(range, { try execution.table.attribute(name, of: value) }) { return found }
    if let path = CommandTable.modulePath(of: value) {
      let shown = Self.path(of: object).map { ($0 + [name]).joined(separator: ".") }
      throw foreign(name, in: path, as: shown, arguments: call, at: range)
    }
    let known = execution.table.attributeNames(of: value)
    var hint = Spelling.nearest(to: name, in: known).map { "Did you mean '\($0)'?" }
    if let advice = execution.table.hints.advice(onAttribute: name, of: value.type) {
      hint = advice
    } else if let command = execution.table.command(named: name) {
      let rest = call.map { $0 == "()" ? ")" : ", \($0.dropFirst())" } ?? ", …)"
      hint = "\(name) is a command: write \(command.name)(\(source[object.range])\(rest)."
    }
    let types = execution.table.types(having: name)
    if hint == nil, !types.isEmpty {
      hint = "It belongs to \(types.map(\.phrase).joined(separator: " or "))."
    }
    if hint == nil, !known.isEmpty {
      hint = "It has \(known.prefix(8).joined(separator: ", "))\(known.count > 8 ? ", …" : "")."
    }
    throw failure(
      .attribute, "\(value.typePhrase.sentenceStart) has no attribute '\(name)'.", hint: hint, at: range
    )
  }

  /// The error of a name nobody knows, with what was perhaps meant.
  func unknownName(_ name: String, at range: SourceRange) -> Diagnostic {
    var hint: String?
    if let module = execution.table.module(named: name) {
      hint = "Run '\(module.statement)' first."
    } else if let advice = execution.table.hints.advice(on: name) {
      hint = advice
    } else {
      var names = execution.table.names
      var scope: Scope? = scope
      while let inner = scope {
        names += inner.values.keys
        scope = inner.parent
      }
      hint =
        Spelling.nearest(to: name, in: names).map { "Did you mean '\($0)'?" }
        ?? "Run the cell that sets it first."
    }
    return failure(.name, "There is no variable or command named '\(name)'.", hint: hint, at: range)
  }

  // MARK: Implementation

  private func forgottenImport(
    of module: Module, _ names: [String], arguments: String?, at range: SourceRange
  ) -> Diagnostic {
    let path = ([module.path] + names.dropFirst()).joined(separator: ".")
    let instead = replacement(for: path, arguments: arguments).map { ", or write \($0)" } ?? ""
    return failure(
      .name, "'\(names[0])' is not imported yet.", hint: "Run '\(module.statement)' first\(instead).",
      at: range
    )
  }

  /// The names of a dotted path, `tf.image` as tf and image.
  private static func path(of expression: Expression) -> [String]? {
    switch expression.kind {
    case .name(let name): [name]
    case .attribute(let object, let name): path(of: object).map { $0 + [name] }
    default: nil
    }
  }
}

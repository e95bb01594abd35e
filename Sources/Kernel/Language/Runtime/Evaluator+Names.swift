import DreamKit

extension Evaluator {
  /// The value of a name: a variable, a command or a constant.
  func value(of name: String, at range: SourceRange) throws -> Value {
    if let value = scope[name] { return value }
    if let value = execution.table.value(named: name) { return value }
    throw unknownName(name, at: range)
  }

  /// The value of an attribute, or a method bound to its value.
  func attribute(_ name: String, of object: Expression, at range: SourceRange) throws -> Value {
    if let root = Self.path(of: object), scope[root[0]] == nil,
      let command = execution.table.command(alias: (root + [name]).joined(separator: "."))
    {
      let hint = "Write \(command.signature)."
      let path = (root + [name]).joined(separator: ".")
      if execution.table.value(named: root[0]) == nil || root.count > 1 {
        throw Diagnostic(.name, "\(path) is \(command.name) here.", hint: hint, at: range).placed(
          at: nil, in: source)
      }
    }
    let value = try evaluate(object)
    if let found = try placing(range, { try execution.table.attribute(name, of: value) }) { return found }
    let known = execution.table.attributeNames(of: value)
    let near = Spelling.nearest(to: name, in: known).map { "Did you mean '\($0)'?" }
    throw Diagnostic(
      .attribute, "\(value.typePhrase.sentenceStart) has no attribute '\(name)'.", hint: near, at: range
    )
    .placed(at: nil, in: source)
  }

  /// The error of a name nobody knows, with what was perhaps meant.
  func unknownName(_ name: String, at range: SourceRange) -> Diagnostic {
    var hint: String?
    if let command = execution.table.command(alias: name) {
      hint = "Here it is \(command.signature)."
    } else if let module = execution.table.foreignModule(name) {
      hint = module
    } else {
      var names = execution.table.names
      var scope: Scope? = scope
      while let inner = scope {
        names += inner.values.keys
        scope = inner.parent
      }
      hint =
        Spelling.nearest(to: name, in: names).map { "Did you mean '\($0)'?" }
        ?? (Self.foreignTypes.contains(name)
          ? "The types of numbers are float32, int32, uint8 and bool." : "Run the cell that sets it first.")
    }
    return Diagnostic(.name, "There is no variable or command named '\(name)'.", hint: hint, at: range)
      .placed(at: nil, in: source)
  }

  // MARK: Implementation

  private static let foreignTypes: Set<String> = [
    "float16", "bfloat16", "float64", "double", "int8", "int16", "int64", "uint16", "uint32", "uint64",
  ]

  /// The names of a dotted path, `tf.image` as tf and image.
  private static func path(of expression: Expression) -> [String]? {
    switch expression.kind {
    case .name(let name): [name]
    case .attribute(let object, let name): path(of: object).map { $0 + [name] }
    default: nil
    }
  }
}

/// Finds what was perhaps meant by a misspelt name.
enum Spelling {
  /// The name that is written most like `name`, where one is near enough.
  static func nearest(to name: String, in names: [String]) -> String? {
    let limit = name.count < 3 ? 0 : max(1, min(3, name.count / 3))
    let wanted = Array(name.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in Set(names).sorted() where abs(candidate.count - name.count) <= limit {
      let distance = distance(wanted, Array(candidate.lowercased().unicodeScalars))
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The number of single letters to insert, delete, replace or swap.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}

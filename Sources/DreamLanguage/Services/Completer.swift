import Ground

#if canImport(Glibc)
  import Glibc
#endif

/// Proposes what could stand at the cursor.
struct Completer {
  let table: CommandTable
  let globals: Scope

  /// The proposals at a code point.
  func complete(_ source: SourceText, cursor: Int) -> Completion {
    let place = CursorContext(source, offset: source.offset(ofCodePoint: cursor))
    var start = place.start
    var matches: [Completion.Match] = []
    if let text = place.string {
      let name = text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
      let parameter = parameter(at: place)
      switch parameter?.completion {
      case .names(let kind, let names):
        let path = Array((place.call?.path ?? []).dropLast())
        let receiver = CursorContext.resolve(path, table: table, globals: globals)
        let variables = globals.values.sorted { $0.key < $1.key }.map(\.value)
        matches = names(receiver, variables).filter { $0.hasPrefix(text) }.map { match($0, kind) }
      case .choices(let choices):
        matches = choices.filter { $0.hasPrefix(text) }.map { match($0, "instance") }
      case .paths:
        start = place.end - name.utf8.count
        matches = paths(text, name: String(name)).map { match($0, "path") }
      case nil:
        if let keys = keys(at: place) {
          matches = keys.filter { $0.hasPrefix(text) }.map { match($0, "instance") }
        } else if text.contains("/") {
          start = place.end - name.utf8.count
          matches = paths(text, name: String(name)).map { match($0, "path") }
        }
      }
    } else if let names = imports(source, before: place), let prefix = place.path.last {
      matches = names.filter { $0.hasPrefix(prefix) }.map { match($0, "module") }
    } else if let prefix = place.path.last {
      matches = place.path.count > 1 ? attributes(place.path) : names(place)
      matches = matches.filter { $0.text.hasPrefix(prefix) }
    }
    return Completion(
      matches: matches, start: source.codePoint(at: start), end: source.codePoint(at: place.end))
  }

  // MARK: Implementation

  /// What could stand at the cursor in an `import`: modules and their parts, or the names in one; nil elsewhere.
  private func imports(_ source: SourceText, before place: CursorContext) -> [String]? {
    let line = source.lineStarts[source.line(at: place.start)]
    let text = source[SourceRange(start: line, end: place.start)]
    if let from = text.firstMatch(of: #/^\s*from\s+([\w.]+)\s+import\s[\s\w,(]*$/#) {
      return table.path(ofModule: String(from.1)).map { table.names(in: $0) }
    }
    guard let module = text.firstMatch(of: #/^\s*(?:from|import)\s(?:.*[\s,])?([\w.]*)$/#) else { return nil }
    if module.1.isEmpty { return table.modules.map(\.name).filter { !$0.contains(".") } }
    return table.path(ofModule: String(module.1.dropLast())).map { path in
      table.names(in: path).filter { table.command(alias: "\(path).\($0)") == nil }
    }
  }

  private func match(_ text: String, _ type: String, _ signature: String = "") -> Completion.Match {
    Completion.Match(text: text, type: type, signature: signature)
  }

  private func match(_ name: String, of value: Value) -> Completion.Match {
    guard let callable = value.callable else { return match(name, "instance") }
    let isNamed = [TypeDescriptor.command, .method, .function].contains { value.type === $0 }
    return match(name, isNamed ? "function" : "instance", callable.signature)
  }

  private func names(_ place: CursorContext) -> [Completion.Match] {
    var matches: [Completion.Match] = []
    if let call = place.call, call.keyword == nil {
      let callee = CursorContext.resolve(call.path, table: table, globals: globals)?.callable
      matches += (callee?.parameters ?? []).map { match($0.name + "=", "param", $0.signature) }
    }
    matches += globals.values.sorted { $0.key < $1.key }.map { match($0.key, of: $0.value) }
    for name in table.names.sorted() where globals[name] == nil {
      if let value = table.value(named: name) { matches.append(match(name, of: value)) }
    }
    let words = Token.keywords.subtracting([
      "assert", "async", "await", "class", "except", "finally", "nonlocal", "raise", "try", "with", "yield",
    ])
    return matches + words.sorted().map { match($0, "keyword") }
  }

  private func attributes(_ path: [String]) -> [Completion.Match] {
    guard let value = CursorContext.resolve(Array(path.dropLast()), table: table, globals: globals) else {
      return []
    }
    return table.members(of: value).map { member in
      if case .method(let command) = member.kind { return match(member.name, "function", command.signature) }
      return match(member.name, "property")
    }
  }

  /// The keys of the dict that is indexed at the cursor, where they are texts.
  private func keys(at place: CursorContext) -> [String]? {
    guard let path = place.indexed,
      case .dict(let dict)? = CursorContext.resolve(path, table: table, globals: globals)
    else { return nil }
    return dict.keys.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  private func parameter(at place: CursorContext) -> ParameterDeclaration? {
    guard let call = place.call,
      let callee = CursorContext.resolve(call.path, table: table, globals: globals)?.callable,
      let parameters = callee.command?.visibleParameters
    else { return nil }
    if let keyword = call.keyword { return parameters.first { $0.name == keyword } }
    return call.position < parameters.count ? parameters[call.position] : nil
  }

  private func paths(_ text: String, name: String) -> [String] {
    let folder = String(text.dropLast(name.count))
    return Folders.entries(of: folder.isEmpty ? "." : Environment.expand(folder))
      .filter { $0.name.hasPrefix(name) && (name.hasPrefix(".") || !$0.name.hasPrefix(".")) }
      .prefix(500).map { $0.name + ($0.isFolder ? "/" : "") }.sorted()
  }
}

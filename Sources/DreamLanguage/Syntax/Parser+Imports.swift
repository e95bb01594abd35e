extension Parser {
  /// Parses `import a.b as c, d` or `from a.b import c as d, e`, the names also in brackets.
  mutating func parseImports() throws(Diagnostic) -> [Import] {
    if accept("from") {
      let module = try parseModuleName()
      try expect("import", after: "the module's name")
      if accept("*") { return [Import(module: module.name, member: "*", alias: nil, range: module.range)] }
      let isBracketed = accept("(")
      var imports: [Import] = []
      repeat {
        if isBracketed, at(")") { break }
        let start = current.range.start
        let name = try expectName("what is imported")
        let alias = try parseAlias()
        imports.append(Import(module: module.name, member: name, alias: alias, range: range(from: start)))
      } while accept(",")
      if isBracketed { try expect(")", after: "the names") }
      return imports
    }
    try expect("import", after: "nothing")
    var imports: [Import] = []
    repeat {
      let module = try parseModuleName()
      imports.append(
        Import(module: module.name, member: nil, alias: try parseAlias(), range: module.range))
    } while accept(",")
    return imports
  }

  // MARK: Implementation

  private mutating func parseModuleName() throws(Diagnostic) -> (name: String, range: SourceRange) {
    let start = current.range.start
    if at(".") {
      throw error("A module's name does not start with a dot here.", hint: "Write its whole name.")
    }
    var name = try expectName("a module")
    while accept(".") { name += "." + (try expectName("a part of the module")) }
    return (name, range(from: start))
  }

  private mutating func parseAlias() throws(Diagnostic) -> String? {
    accept("as") ? try expectName("the imported module") : nil
  }
}

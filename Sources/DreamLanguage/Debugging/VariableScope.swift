/// Names that are in reach together, as a debugger shows them.
///
/// Unchecked `Sendable`: the variables are touched by the thread that has the turn alone.
package struct VariableScope: InspectableScope, @unchecked Sendable {
  /// What the scope is called: "Locals", "Enclosing", "Globals".
  package let name: String
  private let scope: Scope
  private let table: CommandTable

  /// Shows a scope.
  package init(name: String, scope: Scope, table: CommandTable) {
    self.name = name
    self.scope = scope
    self.table = table
  }

  /// The variables, by name; what the last cell left in `_` is none.
  package var variables: [any InspectableVariable] {
    scope.values.filter { $0.key != "_" }.sorted { $0.key < $1.key }.map { Variable($0.key, $0.value, table) }
  }

  /// The variable of a name, or nil where there is none.
  package subscript(name: String) -> (any InspectableVariable)? {
    scope.values[name].map { Variable(name, $0, table) }
  }
}

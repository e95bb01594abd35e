@testable import DreamCommands
@testable import DreamLanguage

/// The kinds of nodes of the syntax tree. A new one does not compile before it stands here, and then wants an example.
enum Node: String, CaseIterable {
  case none, bool, int, float, string, formatted, ellipsis, name, list, tuple, dict, comprehension, negate,
    plus, not
  case binary, comparison, and, or, conditional, lambda, call, attribute, index, slice, starred
  case expression, assign, augment, condition, forLoop, whileLoop, define, returning, breaking, continuing,
    pass
  case global, nonlocal, delete, assert, importing, timed, asking

  /// The kinds of nodes in a tree.
  static func nodes(of statements: [Statement]) -> Set<Node> {
    var visitor = Visitor()
    statements.forEach { visitor.visit($0) }
    return visitor.seen
  }

  private struct Visitor {
    var seen: Set<Node> = []

    mutating func visit(_ statements: [Statement]) { for statement in statements { visit(statement) } }

    mutating func visit(_ expressions: [Expression]) { for expression in expressions { visit(expression) } }

    mutating func visit(_ statement: Statement) {
      switch statement.kind {
      case .expression(let value): add(.expression, [value])
      case .assign(let targets, let value): add(.assign, targets + [value])
      case .augment(let target, _, let value): add(.augment, [target, value])
      case .condition(let branches, let otherwise):
        seen.insert(.condition)
        for branch in branches {
          visit(branch.condition)
          visit(branch.body)
        }
        visit(otherwise)
      case .forLoop(let target, let iterable, let body, let otherwise):
        add(.forLoop, [target, iterable])
        visit(body + otherwise)
      case .whileLoop(let condition, let body, let otherwise):
        add(.whileLoop, [condition])
        visit(body + otherwise)
      case .define(let definition):
        seen.insert(.define)
        visit(definition)
      case .returning(let value): add(.returning, value.map { [$0] } ?? [])
      case .breaking: seen.insert(.breaking)
      case .continuing: seen.insert(.continuing)
      case .pass: seen.insert(.pass)
      case .global: seen.insert(.global)
      case .nonlocal: seen.insert(.nonlocal)
      case .delete(let targets): add(.delete, targets)
      case .assert(let condition, let message): add(.assert, [condition] + (message.map { [$0] } ?? []))
      case .importing: seen.insert(.importing)
      case .asking(let name): add(.asking, [name])
      case .timed(let body):
        seen.insert(.timed)
        visit(body)
      }
    }

    mutating func visit(_ expression: Expression) {
      switch expression.kind {
      case .none: seen.insert(.none)
      case .bool: seen.insert(.bool)
      case .int: seen.insert(.int)
      case .float: seen.insert(.float)
      case .string: seen.insert(.string)
      case .formatted(let pieces):
        seen.insert(.formatted)
        visit(pieces)
      case .ellipsis: seen.insert(.ellipsis)
      case .name: seen.insert(.name)
      case .list(let parts): add(.list, parts)
      case .tuple(let parts): add(.tuple, parts)
      case .dict(let items): add(.dict, items.flatMap { ($0.key.map { [$0] } ?? []) + [$0.value] })
      case .comprehension(let comprehension):
        add(.comprehension, [comprehension.element] + (comprehension.value.map { [$0] } ?? []))
        for clause in comprehension.clauses { visit([clause.target, clause.iterable] + clause.conditions) }
      case .negate(let operand): add(.negate, [operand])
      case .plus(let operand): add(.plus, [operand])
      case .not(let operand): add(.not, [operand])
      case .binary(_, let a, let b): add(.binary, [a, b])
      case .comparison(let first, let links): add(.comparison, [first] + links.map(\.operand))
      case .and(let parts): add(.and, parts)
      case .or(let parts): add(.or, parts)
      case .conditional(let condition, let then, let otherwise):
        add(.conditional, [condition, then, otherwise])
      case .lambda(let definition):
        seen.insert(.lambda)
        visit(definition)
      case .call(let callee, let arguments): add(.call, [callee] + arguments.map(\.value))
      case .attribute(let object, _): add(.attribute, [object])
      case .index(let object, let subscripts):
        visit(object)
        for part in subscripts {
          switch part {
          case .index(let expression): add(.index, [expression])
          case .slice(let start, let stop, let step, _): add(.slice, [start, stop, step].compactMap { $0 })
          }
        }
      case .starred(let inner): add(.starred, [inner])
      }
    }

    private mutating func add(_ node: Node, _ children: [Expression]) {
      seen.insert(node)
      visit(children)
    }

    private mutating func visit(_ definition: FunctionDefinition) {
      visit(definition.parameters.compactMap(\.defaultValue))
      visit(definition.body)
    }

    private mutating func visit(_ pieces: [FormattedPiece]) {
      for case .value(let expression, _, let format) in pieces {
        visit(expression)
        visit(format)
      }
    }
  }
}

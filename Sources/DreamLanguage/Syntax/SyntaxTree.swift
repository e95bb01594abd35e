/// An expression and where it stands.
package struct Expression: Sendable {
  package let kind: Kind
  package let range: SourceRange

  /// The forms of expressions.
  package indirect enum Kind: Sendable {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    case formatted([FormattedPiece])
    case ellipsis
    case name(String)
    case list([Expression])
    case tuple([Expression])
    case dict([DictItem])
    case comprehension(Comprehension)
    case negate(Expression)
    case plus(Expression)
    case not(Expression)
    case binary(BinaryOperator, Expression, Expression)
    case comparison(Expression, [ComparisonLink])
    case and([Expression])
    case or([Expression])
    case conditional(condition: Expression, then: Expression, otherwise: Expression)
    case lambda(FunctionDefinition)
    case call(Expression, [Argument])
    case attribute(Expression, name: String)
    case index(Expression, [Subscript])
    case starred(Expression)
  }
}

/// The arithmetic operators.
package enum BinaryOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
}

/// The comparison operators.
enum ComparisonOperator: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
  case isSame = "is"
  case isNotSame = "is not"
}

/// One step of a comparison chain: `< b` in `a < b`.
package struct ComparisonLink: Sendable {
  let comparison: ComparisonOperator
  let operand: Expression
}

/// A piece of an f-string.
package enum FormattedPiece: Sendable {
  case text(String)
  case value(Expression, conversion: Character?, format: [FormattedPiece])
}

/// `key: value`, or `**value` where the key is nil.
package struct DictItem: Sendable {
  package let key: Expression?
  package let value: Expression
}

/// `[element for target in iterable if condition]`, of a list or, with a value, of a dict.
package struct Comprehension: Sendable {
  /// One `for … in … if …`.
  struct Clause: Sendable {
    let target: Expression
    let iterable: Expression
    let conditions: [Expression]
  }
  package let element: Expression
  package let value: Expression?
  let clauses: [Clause]
}

/// One argument of a call.
package struct Argument: Sendable {
  /// How it is passed.
  package enum Form: Equatable, Sendable {
    case positional
    case keyword(String)
    case unpackedSequence
    case unpackedDict
  }
  package let form: Form
  package let value: Expression
  package let range: SourceRange
}

/// What stands between the brackets of `x[…]`, for one axis.
package enum Subscript: Sendable {
  case index(Expression)
  case slice(start: Expression?, stop: Expression?, step: Expression?, range: SourceRange)
}

/// What `def` and `lambda` make.
package struct FunctionDefinition: Sendable {
  /// A parameter and its default.
  package struct Parameter: Sendable {
    package let name: String
    package let defaultValue: Expression?
    /// 0 for a plain parameter, 1 for `*rest` or a `*` without a name, 2 for `**rest`.
    let stars: Int
    package let range: SourceRange
  }
  package let name: String
  package let parameters: [Parameter]
  package let body: [Statement]
  /// The function's own first line of text, where it has one.
  let documentation: String?
}

/// One name that an `import` binds: `tensorflow as tf`, or `resize` in `from tensorflow.image import resize`.
package struct Import: Sendable {
  /// The module's name, with its dots.
  package let module: String
  /// The name in the module; nil where the module itself is bound, `*` for all its names.
  let member: String?
  /// The name after `as`, or nil.
  let alias: String?
  package let range: SourceRange
}

/// A statement and where it stands.
package struct Statement: Sendable {
  package let kind: Kind
  package let range: SourceRange

  /// The forms of statements.
  package indirect enum Kind: Sendable {
    case expression(Expression)
    case assign(targets: [Expression], value: Expression)
    case augment(target: Expression, BinaryOperator, value: Expression)
    case condition(branches: [(condition: Expression, body: [Statement])], otherwise: [Statement])
    case forLoop(target: Expression, iterable: Expression, body: [Statement], otherwise: [Statement])
    case whileLoop(condition: Expression, body: [Statement], otherwise: [Statement])
    case define(FunctionDefinition)
    case returning(Expression?)
    case breaking
    case continuing
    case pass
    case global([String])
    case nonlocal([String])
    case delete([Expression])
    case assert(Expression, message: Expression?)
    case importing([Import])
    case timed([Statement])
    /// `name?`: asks what a name is.
    case asking(Expression)
  }

  /// The blocks of statements in this one, in the order of the text: what may stop at each of their lines looks here.
  var bodies: [[Statement]] {
    switch kind {
    case .condition(let branches, let otherwise): branches.map(\.body) + [otherwise]
    case .forLoop(_, _, let body, let otherwise), .whileLoop(_, let body, let otherwise): [body, otherwise]
    case .define(let definition): [definition.body]
    case .timed(let body): [body]
    case .expression, .assign, .augment, .returning, .breaking, .continuing, .pass, .global, .nonlocal,
      .delete,
      .assert, .importing, .asking:
      []
    }
  }
}

/// A parsed cell.
package struct SyntaxTree: Sendable {
  package let statements: [Statement]
  /// Whether the last statement is followed by `;`, which hides its value.
  let isQuiet: Bool
}

/// Has attributes of its own, beside the attributes and methods of its type.
package protocol HasAttributes: LanguageObject {
  /// The names of its own attributes, in the order in which they are listed.
  var attributeNames: [String] { get }
  /// The value of one of its own attributes, or nil where it has none of that name.
  func attribute(_ name: String) throws -> Value?
}

/// Has attributes that can be set: `x.name = value`.
package protocol SetsAttributes: LanguageObject {
  /// Sets an attribute, or throws where this one cannot be set.
  func setAttribute(_ name: String, to value: Value) throws
}

/// Can be called: `x(…)`.
package protocol Callable: LanguageObject {
  /// Its name and its parameters with their defaults.
  var signature: String { get }
  /// The parameters that can be given by name, in order.
  var parameters: [CallParameter] { get }
  /// The declaration from which it comes, where it is a command or a method.
  var command: Command? { get }
  /// Runs it.
  ///
  /// - Parameters:
  ///   - arguments: the arguments, worked out.
  ///   - evaluator: what calls it.
  ///   - range: where the call stands; nil where a command calls.
  func call(_ arguments: CallArguments, by evaluator: Evaluator, at range: SourceRange?) throws -> Value
}

/// A parameter of something callable, as completion and controls see it.
package struct CallParameter {
  /// Its name.
  package let name: String
  /// Its value where it is not given; nil where it must be.
  package let defaultValue: Value?
  /// Where its values can be completed from.
  package var completion: ParameterDeclaration.CompletionSource?

  /// The name with the default: `steps=100`.
  package var signature: String { name + (defaultValue.map { "=\($0.representation)" } ?? "") }
}

/// Has elements that a loop goes through.
package protocol Iterable: LanguageObject {
  /// All elements at once, where it stands for a sequence wherever a list does; else nil.
  var sequence: [Value]? { get }
  /// Begins at the first element; the result gives one element a call, nil after the last.
  func makeIterator() throws(Diagnostic) -> ElementIterator
  /// Whether it holds an element, as `in` decides it.
  func contains(_ element: Value) throws(Diagnostic) -> Bool
}

/// Gives the next element, or nil after the last.
package typealias ElementIterator = () throws(Diagnostic) -> Value?

/// Has parts that indices, slices or keys select: `x[…]`.
package protocol Indexable: LanguageObject {
  /// The selected part.
  ///
  /// - Parameters:
  ///   - indices: what stands between the brackets, an element for each comma.
  ///   - key: the value between the brackets, where it is no slice.
  func selecting(_ indices: [AxisIndex], key: Value?) throws -> Value
}

/// Has elements that can be replaced: `x[…] = value`, `del x[…]`.
package protocol SetsElements: LanguageObject {
  /// Replaces what the indices select.
  func setElement(_ indices: [AxisIndex], key: Value?, to value: Value) throws
  /// Removes what the indices select.
  func removeElement(_ indices: [AxisIndex], key: Value?) throws
}

/// Has a number of elements: `len(x)`.
package protocol HasLength: LanguageObject {
  /// The number of elements, or an error where this one has none.
  func length() throws -> Int
}

/// Has numbers to add up and to compare at once: `sum(x)`, `min(x)`, `max(x)`.
package protocol Reducible: LanguageObject {
  /// The sum of all numbers.
  var sum: Double { get }
  /// The smallest and the largest number; nil where there is none.
  var extremes: (lowest: Value, highest: Value)? { get }
}

/// Gives arithmetic operators a meaning.
///
/// The operands are handed over, so that an array that nobody else holds can lend its memory to the result.
package protocol Arithmetic: LanguageObject {
  /// What a binary operator makes of two values of which at least one is of this type, on either side.
  ///
  /// The type of the left value is asked first, then that of the right one.
  ///
  /// - Returns: nil where the operator does not go with the other value; both values are then as they were.
  static func combine(_ left: inout Value, _ right: inout Value, by op: BinaryOperator) throws -> Value?
  /// The value with its sign changed.
  static func negate(_ value: inout Value) throws -> Value
  /// The value without its sign.
  static func magnitude(_ value: inout Value) throws -> Value
}

/// Gives `==` and `<` a meaning; what does not is equal to itself alone, and has no order.
package protocol Comparing: LanguageObject {
  /// Whether it equals another value; nil where that one is to decide.
  func isEqual(to other: Value) throws(Diagnostic) -> Bool?
  /// Its place before or behind another value; nil where it has no order with that one.
  func order(against other: Value) throws(Diagnostic) -> Order?
}

/// How two values follow one another.
package enum Order {
  case before, same, behind
  /// One of them is not a number.
  case unordered

  /// Below 0, 0 or above 0; nil where there is no order.
  var sign: Int? {
    switch self {
    case .before: -1
    case .same: 0
    case .behind: 1
    case .unordered: nil
    }
  }
}

/// Can stand for a number wherever one is needed.
package protocol Numeric: LanguageObject {
  /// The number, or nil where this one is none.
  var number: Double? { get }
}

/// Is not simply true in a condition.
package protocol Truthy: LanguageObject {
  /// Whether it counts as true.
  func isTrue() throws(Diagnostic) -> Bool
}

/// Can be the key of a dict.
package protocol Keyed: LanguageObject {
  /// What a dict finds the entry by: equal for objects that are equal.
  func dictKey() throws(Diagnostic) -> DictKey
}

/// Stands for another value, which it may change at any time, as a slider stands for a number.
package protocol Settling: LanguageObject {
  /// The value that it stands for now.
  var value: Value { get }
}

/// Is shown as more than text.
package protocol Displayable: LanguageObject {
  /// All representations, the text among them.
  func bundle() throws -> MIMEBundle
  /// A small picture of it with its text, whose longer side has at most so many pixels; nil where there is none.
  func thumbnail(side: Int) -> MIMEBundle?
  /// The width and height of the picture that it is shown as; nil where it is shown as none.
  var pixelSize: (width: Int, height: Int)? { get }
  /// What inspection tells of it, in place of its text; nil is the text.
  var details: String? { get }
  /// Whether the command that makes it displays it, too.
  var isShownWhenMade: Bool { get }
}

/// Can be entered and left: `with x as name:`.
package protocol Context: LanguageObject {
  /// Enters it and gives the value to bind.
  func enter(_ execution: Execution) throws -> Value
  /// Leaves it, with the error that ends the block, if one does.
  ///
  /// - Returns: whether the error is settled and goes no further.
  func exit(_ error: Diagnostic?, _ execution: Execution) throws -> Bool
}

// MARK: Conforming is enough

extension HasAttributes { package var attributed: (any HasAttributes)? { self } }
extension SetsAttributes { package var settable: (any SetsAttributes)? { self } }
extension Callable {
  package var callable: (any Callable)? { self }
  package var command: Command? { nil }
}
extension Iterable {
  package var iterable: (any Iterable)? { self }
  package var sequence: [Value]? { nil }

  package func contains(_ element: Value) throws(Diagnostic) -> Bool {
    let next = try makeIterator()
    while let part = try next() { if try part.isEqual(to: element) { return true } }
    return false
  }
}
extension Indexable { package var indexable: (any Indexable)? { self } }
extension SetsElements { package var mutable: (any SetsElements)? { self } }
extension HasLength { package var measured: (any HasLength)? { self } }
extension Reducible { package var reducible: (any Reducible)? { self } }
extension Arithmetic { package var arithmetic: (any Arithmetic.Type)? { Self.self } }
extension Comparing {
  package var comparing: (any Comparing)? { self }
  package func order(against other: Value) throws(Diagnostic) -> Order? { nil }
}
extension Numeric { package var numeric: (any Numeric)? { self } }
extension Truthy { package var truthy: (any Truthy)? { self } }
extension Keyed { package var keyed: (any Keyed)? { self } }
extension Settling { package var settling: (any Settling)? { self } }
extension Displayable {
  package var displayable: (any Displayable)? { self }
  package func bundle() -> MIMEBundle { MIMEBundle([("text/plain", .text(representation))]) }
  package func thumbnail(side: Int) -> MIMEBundle? { nil }
  package var pixelSize: (width: Int, height: Int)? { nil }
  package var details: String? { nil }
  package var isShownWhenMade: Bool { false }
}
extension Context { package var context: (any Context)? { self } }

/// A value that is no number, text, list, tuple, dict or range: a command, a function, a picture, a network.
///
/// A new kind of object is a final class that conforms to this, and to one protocol for each thing it can do: ``HasAttributes``,
/// ``SetsAttributes``, ``Callable``, ``Iterable``, ``Indexable``, ``SetsElements``, ``HasLength``, ``Reducible``,
/// ``Arithmetic``, ``Comparing``, ``Numeric``, ``Truthy``, ``Keyed``, ``Settling``, ``Displayable``, ``Context``. The
/// evaluator asks for these capabilities and for nothing else, so a new kind changes nothing in it.
///
/// Each capability below is nil by default and the object itself where it conforms: no cast is needed to ask for one. Only
/// final classes may conform, because a subclass that adds a capability would inherit the nil.
package protocol LanguageObject: AnyObject {
  /// Its type, whose attributes and methods it has.
  var type: TypeDescriptor { get }
  /// The value as `repr` gives it.
  var representation: String { get }
  /// The value as `print` and `str` give it.
  var text: String { get }
  /// The value as an error about an argument names it.
  var phrase: String { get }

  /// Attributes of its own, beside those of its type.
  var attributed: (any HasAttributes)? { get }
  /// Attributes that can be set.
  var settable: (any SetsAttributes)? { get }
  /// What a call does.
  var callable: (any Callable)? { get }
  /// Elements to go through.
  var iterable: (any Iterable)? { get }
  /// Parts that indices select.
  var indexable: (any Indexable)? { get }
  /// Elements that can be replaced and removed.
  var mutable: (any SetsElements)? { get }
  /// A number of elements.
  var measured: (any HasLength)? { get }
  /// Sums and extremes over all its numbers.
  var reducible: (any Reducible)? { get }
  /// The meaning of arithmetic operators.
  var arithmetic: (any Arithmetic.Type)? { get }
  /// The meaning of `==` and `<`.
  var comparing: (any Comparing)? { get }
  /// A number that it can stand for.
  var numeric: (any Numeric)? { get }
  /// Whether it counts as true.
  var truthy: (any Truthy)? { get }
  /// What a dict finds its entry by.
  var keyed: (any Keyed)? { get }
  /// Another value that it stands for.
  var settling: (any Settling)? { get }
  /// Representations beside the text.
  var displayable: (any Displayable)? { get }
  /// What `with` enters and leaves.
  var context: (any Context)? { get }
}

extension LanguageObject {
  package var text: String { representation }
  package var phrase: String { type.phrase }
  package var attributed: (any HasAttributes)? { nil }
  package var settable: (any SetsAttributes)? { nil }
  package var callable: (any Callable)? { nil }
  package var iterable: (any Iterable)? { nil }
  package var indexable: (any Indexable)? { nil }
  package var mutable: (any SetsElements)? { nil }
  package var measured: (any HasLength)? { nil }
  package var reducible: (any Reducible)? { nil }
  package var arithmetic: (any Arithmetic.Type)? { nil }
  package var comparing: (any Comparing)? { nil }
  package var numeric: (any Numeric)? { nil }
  package var truthy: (any Truthy)? { nil }
  package var keyed: (any Keyed)? { nil }
  package var settling: (any Settling)? { nil }
  package var displayable: (any Displayable)? { nil }
  package var context: (any Context)? { nil }
}

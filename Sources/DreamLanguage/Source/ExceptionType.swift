/// A class of errors under the name that a notebook shows, and the class that it is a kind of, as in Python.
package final class ExceptionType: Sendable, Equatable {
  /// The name.
  package let name: String
  /// The class that this one is a kind of; nil for the first of all.
  package let base: ExceptionType?

  /// Declares a class of errors.
  package init(_ name: String, _ base: ExceptionType?) {
    self.name = name
    self.base = base
  }

  /// Whether errors of this class are caught where another class is named.
  func isKind(of other: ExceptionType) -> Bool { self == other || base?.isKind(of: other) ?? false }

  package static func == (a: ExceptionType, b: ExceptionType) -> Bool { a === b }
}

extension ExceptionType {
  static let anything = ExceptionType("BaseException", nil)
  static let exception = ExceptionType("Exception", anything)
  static let syntax = ExceptionType("SyntaxError", exception)
  package static let module = ExceptionType("ImportError", exception)
  package static let name = ExceptionType("NameError", exception)
  package static let type = ExceptionType("TypeError", exception)
  package static let value = ExceptionType("ValueError", exception)
  package static let attribute = ExceptionType("AttributeError", exception)
  static let assertion = ExceptionType("AssertionError", exception)
  static let lookup = ExceptionType("LookupError", exception)
  package static let index = ExceptionType("IndexError", lookup)
  package static let key = ExceptionType("KeyError", lookup)
  package static let arithmetic = ExceptionType("ArithmeticError", exception)
  static let zeroDivision = ExceptionType("ZeroDivisionError", arithmetic)
  package static let overflow = ExceptionType("OverflowError", arithmetic)
  static let runtime = ExceptionType("RuntimeError", exception)
  static let recursion = ExceptionType("RecursionError", runtime)
  package static let engine = ExceptionType("EngineError", runtime)
  package static let system = ExceptionType("OSError", exception)
  package static let file = ExceptionType("FileError", system)
  package static let network = ExceptionType("NetworkError", system)
  package static let memory = ExceptionType("MemoryError", exception)
  package static let limit = ExceptionType("LimitError", memory)
  static let endOfFile = ExceptionType("EOFError", exception)
  package static let input = ExceptionType("InputError", endOfFile)
  static let keyboardInterrupt = ExceptionType("KeyboardInterrupt", anything)
  package static let interrupted = ExceptionType("Interrupted", keyboardInterrupt)
}

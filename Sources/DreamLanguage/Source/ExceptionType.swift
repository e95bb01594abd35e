/// A class of errors under the name that a notebook shows, and the class that it is a kind of, as in Python.
final class ExceptionType: Sendable, Equatable {
  /// The name.
  let name: String
  /// The class that this one is a kind of; nil for the first of all.
  let base: ExceptionType?

  /// Declares a class of errors.
  init(_ name: String, _ base: ExceptionType?) {
    self.name = name
    self.base = base
  }

  /// Whether errors of this class are caught where another class is named.
  func isKind(of other: ExceptionType) -> Bool { self == other || base?.isKind(of: other) ?? false }

  static func == (a: ExceptionType, b: ExceptionType) -> Bool { a === b }
}

extension ExceptionType {
  static let anything = ExceptionType("BaseException", nil)
  static let exception = ExceptionType("Exception", anything)
  static let syntax = ExceptionType("SyntaxError", exception)
  static let module = ExceptionType("ImportError", exception)
  static let name = ExceptionType("NameError", exception)
  static let type = ExceptionType("TypeError", exception)
  static let value = ExceptionType("ValueError", exception)
  static let attribute = ExceptionType("AttributeError", exception)
  static let assertion = ExceptionType("AssertionError", exception)
  static let lookup = ExceptionType("LookupError", exception)
  static let index = ExceptionType("IndexError", lookup)
  static let key = ExceptionType("KeyError", lookup)
  static let arithmetic = ExceptionType("ArithmeticError", exception)
  static let zeroDivision = ExceptionType("ZeroDivisionError", arithmetic)
  static let overflow = ExceptionType("OverflowError", arithmetic)
  static let runtime = ExceptionType("RuntimeError", exception)
  static let recursion = ExceptionType("RecursionError", runtime)
  static let engine = ExceptionType("EngineError", runtime)
  static let system = ExceptionType("OSError", exception)
  static let file = ExceptionType("FileError", system)
  static let network = ExceptionType("NetworkError", system)
  static let memory = ExceptionType("MemoryError", exception)
  static let limit = ExceptionType("LimitError", memory)
  static let endOfFile = ExceptionType("EOFError", exception)
  static let input = ExceptionType("InputError", endOfFile)
  static let keyboardInterrupt = ExceptionType("KeyboardInterrupt", anything)
  static let interrupted = ExceptionType("Interrupted", keyboardInterrupt)
}

/// An error as a value: what a program that catches one sees of it.
final class ExceptionObject: HasAttributes {
  /// Its class.
  let kind: ExceptionType
  /// One sentence: what is wrong.
  let message: String
  /// What to do about it, where that is known.
  let hint: String?
  /// Where it is wrong, and where the functions were called that it has left, the innermost first.
  let traceback: [Diagnostic.Call]
  private let isPlaced: Bool

  /// Describes an error that a program makes.
  init(_ kind: ExceptionType, _ message: String, hint: String? = nil) {
    (self.kind, self.message, self.hint) = (kind, message, hint)
    (traceback, isPlaced) = ([], false)
  }

  /// Takes over an error that a program catches.
  init(_ diagnostic: Diagnostic) {
    (kind, message, hint) = (diagnostic.kind, diagnostic.message, diagnostic.hint)
    let place = diagnostic.source.map { Diagnostic.Call(name: "", range: diagnostic.range, source: $0) }
    isPlaced = place != nil
    traceback = (place.map { [$0] } ?? []) + diagnostic.calls
  }

  /// The error to be thrown, where it was thrown before.
  var diagnostic: Diagnostic {
    var diagnostic = Diagnostic(kind, message, hint: hint)
    if isPlaced, let place = traceback.first {
      (diagnostic.range, diagnostic.source) = (place.range, place.source)
    }
    diagnostic.calls = Array(traceback.dropFirst(isPlaced ? 1 : 0))
    return diagnostic
  }

  var type: TypeDescriptor { kind.descriptor }
  var representation: String { "\(kind.name)(\(Value.quoted(message)))" }
  var text: String { message }

  var attributeNames: [String] { ["args", "hint"] }
  func attribute(_ name: String) -> Value? {
    switch name {
    case "args": .tuple([.string(message)])
    case "hint": hint.map(Value.string) ?? Value.none
    default: nil
    }
  }
}

extension ExceptionType {
  /// The class as the type of its errors.
  var descriptor: TypeDescriptor { TypeDescriptor(name, base: base?.descriptor) }
}

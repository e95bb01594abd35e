/// An error of an application that the language can show as one of its own.
package protocol DiagnosticConvertible: Error {
  /// The error in the language's terms.
  var diagnostic: Diagnostic { get }
}

extension Diagnostic {
  /// Any error as the language's own.
  package init(describing error: any Error) {
    switch error {
    case let error as Diagnostic: self = error
    case let error as any DiagnosticConvertible: self = error.diagnostic
    default: self.init(.engine, String(describing: error))
    }
  }
}

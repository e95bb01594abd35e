import DreamKit

extension Diagnostic {
  /// Any error as the language's own.
  init(describing error: any Error) {
    switch error {
    case let error as Diagnostic: self = error
    case let error as DreamError where error.kind == .cancelled: self = Execution.interruption
    case let error as DreamError: self.init(Self.kind(of: error), error.message, hint: error.hint)
    default: self.init(.engine, String(describing: error))
    }
  }

  // MARK: Implementation

  private static func kind(of error: DreamError) -> Kind {
    switch error.kind {
    case .invalidArgument: .value
    case .notFound, .unreadable, .unwritable: .file
    case .limitExceeded: .limit
    case .network: .network
    case .cancelled: .interrupted
    case .backend: .engine
    }
  }
}

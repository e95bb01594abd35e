import DreamKit
import DreamLanguage
import Ground

/// DreamKit as the host of the language: what commands get from outside the session.
final class DreamHost: Host {
  /// Where pictures, files and networks come from.
  let services: Services

  /// Hosts a session.
  init(services: Services = Services()) { self.services = services }

  func hint(aboutReached value: Value) -> String {
    let rest = value.provenance?.remainder == nil ? "" : "; resume() continues the dream"
    return "The image reached is kept in the variable _\(rest)."
  }

  /// The engine's idle threads give back their memory.
  func cellEnds() { Engine.releaseMemory() }
}

extension Session {
  /// Makes a session with DreamKit's commands and no variables.
  ///
  /// - Parameters:
  ///   - clock: the time in seconds since 1970.
  ///   - services: where pictures, files and networks come from.
  convenience init(clock: @escaping () -> Double, services: Services = Services()) {
    self.init(CommandTable(), host: DreamHost(services: services), clock: clock)
  }

  /// Makes a session with DreamKit's commands and no variables.
  public convenience init() { self.init(clock: { Clock.wall }) }
}

extension Execution {
  /// Where pictures, files and networks come from.
  var services: Services { (host as? DreamHost)?.services ?? Services() }
}

extension DreamError: DiagnosticConvertible {
  /// The engine's error in the language's terms.
  package var diagnostic: Diagnostic {
    let family: Diagnostic.Kind =
      switch kind {
      case .invalidArgument: .value
      case .notFound, .unreadable, .unwritable: .file
      case .limitExceeded: .limit
      case .network: .network
      case .cancelled: .interrupted
      case .backend: .engine
      }
    return family == .interrupted ? Execution.interruption : Diagnostic(family, message, hint: hint)
  }
}

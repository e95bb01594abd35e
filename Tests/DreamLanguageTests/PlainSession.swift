import Ground

@testable import DreamLanguage

/// A host that adds nothing to the language.
final class PlainHost: Host {
  func hint(aboutReached value: Value) -> String { "" }
  func cellEnds() {}
}

extension Session {
  /// A session with the commands that need nothing but the language.
  convenience init(_ vocabulary: Vocabulary = .basics) {
    self.init(CommandTable(vocabulary), host: PlainHost())
  }
}

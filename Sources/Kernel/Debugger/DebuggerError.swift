/// Why the debugger does not do what it is asked for: one sentence.
struct DebuggerError: Error, CustomStringConvertible {
  /// The sentence.
  let description: String

  /// Makes an error from its sentence.
  init(_ description: String) { self.description = description }
}

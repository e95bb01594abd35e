/// What an application gives the language it is built into, beside its ``Vocabulary``.
package protocol Host: AnyObject {
  /// What to tell about the value that an interrupted command had reached, which is kept in the variable `_`.
  func hint(aboutReached value: Value) -> String
  /// Takes note that a cell has ended, on the thread that ran it.
  func cellEnds()
}

/// What an application says where a program uses what the language does not have.
package protocol Hints: Sendable {
  /// What to do in place of a statement, by the word that begins it: "class", "with", "@".
  func advice(onStatement word: String) -> String?
  /// What to do in place of a name, a module or a name in one, such as "np.sqrt"; nil where there is nothing to say.
  func advice(on path: String) -> String?
  /// What to do in place of an attribute that a type has elsewhere; nil where there is nothing to say.
  func advice(onAttribute name: String, of type: TypeDescriptor) -> String?
  /// The endings by which the name of a file is known that was written without quotes.
  var fileEndings: Set<String> { get }
}

/// Says nothing.
struct NoHints: Hints {
  func advice(onStatement word: String) -> String? { nil }
  func advice(on path: String) -> String? { nil }
  func advice(onAttribute name: String, of type: TypeDescriptor) -> String? { nil }
  var fileEndings: Set<String> { [] }
}

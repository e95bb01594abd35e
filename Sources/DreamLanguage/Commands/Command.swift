/// A command of the language, declared once: calls, errors, completion, inspection, help and the manual derive from it.
package struct Command {
  /// The families of commands, in the order of the manual.
  package enum Group: String, CaseIterable {
    case images = "Images"
    case networks = "Networks"
    case dreams = "Dreams"
    case arrays = "Arrays"
    case display = "Display"
    case basics = "Basics"
  }

  /// A few lines that show the command at work.
  package struct Example {
    package let code: String
    /// Whether it runs without a network, a file or minutes of work.
    let isRunnable: Bool

    /// An example that runs anywhere in a moment.
    package static func runs(_ code: String) -> Example { Example(code: code, isRunnable: true) }
    /// An example that needs a file, a connection or time.
    package static func shows(_ code: String) -> Example { Example(code: code, isRunnable: false) }
  }

  /// What a call does. Throws ``Diagnostic`` or DreamError.
  package typealias Body = (Call) throws -> Value

  package let name: String
  let group: Group
  /// One sentence.
  package let summary: String
  /// More, in Markdown, or "".
  package let discussion: String
  /// The parameters in the order of a call; a method's first is `self`, the value it belongs to.
  package let parameters: [ParameterDeclaration]
  /// What the call gives.
  package let result: String
  /// The names under which the paper's libraries have it, by the usual names of their modules: `tf.image.resize`.
  package let aliases: [String]
  /// Names of those libraries that do not work here, and the call to write in their place; in it `…` stands for the
  /// arguments of theirs.
  package let replaces: [String: String]
  /// The type whose values it makes, and whose name it bears: `str.lower`, `isinstance(x, int)`.
  package let type: TypeDescriptor?
  /// The module whose name the command bears too, so that `time.time()` and `time()` both run.
  package let module: String?
  package let examples: [Example]
  /// Whether it takes arguments of any name, as `format` does.
  package let takesAnyName: Bool
  private let body: Body

  /// Declares a command.
  ///
  /// - Parameter declare: declares its parameters and returns what a call does, which reads them: `call[sigma]`.
  package init(
    _ name: String, _ group: Group, _ summary: String, discussion: String = "", result: String = "None",
    aliases: [String] = [], replaces: [String: String] = [:], module: String? = nil,
    type: TypeDescriptor? = nil,
    examples: [Example] = [],
    takesAnyName: Bool = false, _ declare: (_ takes: Parameters) -> Body
  ) {
    let takes = Parameters()
    body = declare(takes)
    parameters = takes.declarations
    self.name = name
    self.group = group
    self.summary = summary
    self.discussion = discussion
    self.result = result
    self.aliases = aliases
    self.replaces = replaces
    self.module = module
    self.type = type
    self.examples = examples
    self.takesAnyName = takesAnyName
  }

  /// Calls the command.
  ///
  /// - Throws: ``Diagnostic`` where the arguments do not fit, and what its body throws.
  package func callAsFunction(_ arguments: CallArguments, in execution: Execution) throws -> Value {
    try body(Call(arguments, of: self, in: execution))
  }

  /// The parameters a caller gives: all but a method's own value.
  var visibleParameters: [ParameterDeclaration] { parameters.filter { $0.name != "self" } }

  /// Which parameter a named argument is for.
  func parameterIndex(named name: String) -> Int? {
    let known = parameters.indices.filter { !parameters[$0].isVariadic && parameters[$0].name != "self" }
    return known.first { parameters[$0].name == name }
      ?? known.first { parameters[$0].aliases.contains(name) }
  }

  /// The name with its parameters and their defaults: `download(url, max_dim=None)`.
  package var signature: String { "\(name)(\(visibleParameters.map(\.signature).joined(separator: ", ")))" }
}

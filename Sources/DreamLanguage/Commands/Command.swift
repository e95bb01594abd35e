import DreamKit

/// A command of the language, declared once: calls, errors, completion, inspection, help and the manual derive from it.
struct Command {
  /// The families of commands, in the order of the manual.
  enum Group: String, CaseIterable {
    case images = "Images"
    case networks = "Networks"
    case dreams = "Dreams"
    case arrays = "Arrays"
    case display = "Display"
    case basics = "Basics"
  }

  /// A few lines that show the command at work.
  struct Example {
    let code: String
    /// Whether it runs without a network, a file or minutes of work.
    let isRunnable: Bool

    /// An example that runs anywhere in a moment.
    static func runs(_ code: String) -> Example { Example(code: code, isRunnable: true) }
    /// An example that needs a file, a connection or time.
    static func shows(_ code: String) -> Example { Example(code: code, isRunnable: false) }
  }

  let name: String
  let group: Group
  /// One sentence.
  let summary: String
  /// More, in Markdown, or "".
  let discussion: String
  let parameters: [Parameter]
  /// What the call gives.
  let result: String
  /// The names under which the paper's libraries have it, by the usual names of their modules: `tf.image.resize`.
  let aliases: [String]
  /// Names of those libraries that do not work here, and the call to write in their place; in it `…` stands for the
  /// arguments of theirs.
  let replaces: [String: String]
  /// The module whose name the command bears too, so that `time.time()` and `time()` both run.
  let module: String?
  let examples: [Example]
  /// Whether it takes arguments of any name, as `format` does.
  let takesAnyName: Bool
  /// What it does. Throws ``Diagnostic`` or DreamError.
  let body: (Arguments, Execution) throws -> Value

  /// Declares a command.
  init(
    _ name: String, _ group: Group, _ summary: String, discussion: String = "", parameters: [Parameter] = [],
    result: String = "None", aliases: [String] = [], replaces: [String: String] = [:], module: String? = nil,
    examples: [Example] = [],
    takesAnyName: Bool = false,
    body: @escaping (Arguments, Execution) throws -> Value
  ) {
    self.name = name
    self.group = group
    self.summary = summary
    self.discussion = discussion
    self.parameters = parameters
    self.result = result
    self.aliases = aliases
    self.replaces = replaces
    self.module = module
    self.examples = examples
    self.takesAnyName = takesAnyName
    self.body = body
  }

  /// The parameters a caller gives: all but a method's own value.
  var visibleParameters: [Parameter] { parameters.filter { $0.name != "self" } }

  /// A method as a command that takes its value, of one type, as the first argument.
  func called(on type: TypeDescriptor) -> Command {
    let value = Parameter(
      "self", ParameterType(phrase: type.phrase) { $0.type.isKind(of: type) ? $0 : nil })
    return Command(
      name, group, summary, discussion: discussion, parameters: [value] + visibleParameters, result: result,
      takesAnyName: takesAnyName, body: body)
  }

  /// The name with its parameters and their defaults: `download(url, max_dim=None)`.
  var signature: String { "\(name)(\(visibleParameters.map(\.signature).joined(separator: ", ")))" }
}

/// A parameter of a command.
struct Parameter {
  /// Where its values can be completed from.
  enum CompletionSource {
    case paths
    case choices([String])
    /// Names of one kind that the value of the method and the session's variables give, best first.
    case names(kind: String, (_ receiver: Value?, _ variables: [Value]) -> [String])
  }

  let name: String
  let type: ParameterType
  let unit: String?
  /// What it is where it is not given; nil where it must be.
  let defaultValue: Value?
  let documentation: String
  let completion: CompletionSource?
  /// Whether it takes all further positional arguments.
  let isVariadic: Bool
  /// The names it has in the paper's libraries: `size` for the shape of `tf.image.resize`.
  let aliases: [String]

  /// Declares a parameter.
  init(
    _ name: String, _ type: ParameterType, _ documentation: String = "", unit: String? = nil,
    default value: Value? = nil,
    completion: CompletionSource? = nil, isVariadic: Bool = false, aliases: [String] = []
  ) {
    self.name = name
    self.type = type
    self.unit = unit
    defaultValue = value
    self.documentation = documentation
    self.completion = completion
    self.isVariadic = isVariadic
    self.aliases = aliases
  }

  /// The parameter as a signature shows it.
  var signature: String {
    isVariadic ? "*\(name)" : defaultValue.map { "\(name)=\($0.representation)" } ?? name
  }
}

import DreamKit

/// A thing of the language that is neither a number, a text, a container nor an array: a command, a network, a model.
///
/// A new kind of thing conforms to this; what its attributes and methods are is declared in the command table.
protocol DreamObject: AnyObject {
  /// The name of its type.
  var typeName: String { get }
  /// The value as text.
  var representation: String { get }
  /// What calling it does, or nil where it cannot be called.
  var command: Command? { get }
  /// Representations beside the text, such as HTML.
  var richRepresentations: [MIMEBundle.Representation] { get }
  /// The width and height of a picture among them, in CSS pixels.
  var pixelSize: (width: Int, height: Int)? { get }
}

extension Value {
  /// Whether a call of this value does something.
  var isCallable: Bool {
    guard case .object(let object) = self else { return false }
    return object is FunctionObject || object.command != nil
  }
}

extension DreamObject {
  var command: Command? { nil }
  var richRepresentations: [MIMEBundle.Representation] { [] }
  var pixelSize: (width: Int, height: Int)? { nil }
}

/// A command of the table as a value.
final class CommandObject: DreamObject {
  let declaration: Command
  init(_ declaration: Command) { self.declaration = declaration }
  var typeName: String { "command" }
  var representation: String { "<command \(declaration.signature)>" }
  var command: Command? { declaration }
}

/// A method together with the value it belongs to.
final class BoundMethod: ContainerObject, DreamObject {
  private(set) var receiver: Value
  let declaration: Command
  init(_ declaration: Command, of receiver: Value) {
    self.declaration = declaration
    self.receiver = receiver
  }

  override func takeContents() -> [ContainerObject] {
    defer { receiver = .none }
    return receiver.container.map { [$0] } ?? []
  }

  deinit { release() }

  var typeName: String { "method" }
  var representation: String { "<method \(declaration.signature) of \(receiver.typePhrase)>" }
  var command: Command? { declaration }
}

/// A function defined in a cell.
final class FunctionObject: ContainerObject, DreamObject {
  let definition: FunctionDefinition
  private(set) var defaults: [Value?]
  let source: SourceText
  /// The names in reach where it was defined; nil only while it is let go.
  private(set) var scope: Scope?

  init(_ definition: FunctionDefinition, defaults: [Value?], source: SourceText, scope: Scope) {
    self.definition = definition
    self.defaults = defaults
    self.source = source
    self.scope = scope
  }

  override func takeContents() -> [ContainerObject] {
    defer {
      defaults = []
      scope = nil
    }
    return defaults.compactMap { $0?.container } + (scope.map { [$0] } ?? [])
  }

  deinit { release() }

  var typeName: String { "function" }
  var representation: String { "<function \(signature)>" }

  /// The function's name and parameters.
  var signature: String {
    let parameters = zip(definition.parameters, defaults).map { parameter, value in
      String(repeating: "*", count: parameter.stars) + parameter.name
        + (value.map { "=\($0.representation)" } ?? "")
    }
    return "\(definition.name)(\(parameters.joined(separator: ", ")))"
  }
}

/// A type of numbers: `float32`, `int32`, `uint8`, `bool`.
final class DTypeObject: DreamObject {
  /// The types.
  enum Name: String, CaseIterable { case float32, int32, uint8, bool }
  let name: Name
  init(_ name: Name) { self.name = name }
  var typeName: String { "dtype" }
  var representation: String { name.rawValue }
}

/// A network as a value: the paper's `base_model`.
final class NetworkObject: DreamObject {
  let network: Network
  /// What calling the network does.
  let command: Command?
  init(_ network: Network, command: Command? = nil) {
    self.network = network
    self.command = command
  }
  var typeName: String { "Network" }

  /// What asks the network what it sees; made once.
  ///
  /// - Throws: DreamError where it has no classifier.
  func classifier() throws(DreamError) -> Classifier {
    if let known { return known }
    let classifier = try Classifier(network)
    known = classifier
    return classifier
  }
  private var known: Classifier?

  var representation: String { "<Network \(network.name), \(network.layers.count) layers>" }
}

/// A layer of a network: what `get_layer` gives.
final class LayerObject: DreamObject {
  let network: Network
  let layer: Network.Layer
  init(_ layer: Network.Layer, of network: Network) {
    self.layer = layer
    self.network = network
  }
  var typeName: String { "Layer" }
  var representation: String { "<Layer \(layer.name), \(layer.kind), \(layer.channels) channels>" }
}

/// A thing that indices select a part of.
protocol SliceableObject: DreamObject {
  /// The part that indices select.
  func selecting(_ indices: [AxisIndex]) throws -> Value
}

/// What a layer hands on, or some of its channels: what `get_layer(name).output` gives.
final class LayerOutputObject: SliceableObject {
  let network: Network
  let layer: Network.Layer
  /// The channels, or nil for all.
  let channels: Range<Int>?
  init(_ layer: Network.Layer, channels: Range<Int>? = nil, of network: Network) {
    self.layer = layer
    self.channels = channels
    self.network = network
  }
  var typeName: String { "LayerOutput" }
  var representation: String { "<output of \(network.name)'s layer \(output)>" }

  /// What a model is asked for.
  var output: LayerOutput { LayerOutput(layer.name, channels: channels) }

  /// Channels, as TensorFlow selects them: `output[..., 11]`, `output[:, :, :, 8:16]`.
  func selecting(_ indices: [AxisIndex]) throws -> Value {
    let hint = "Write output[..., 11] for one channel or output[..., 8:16] for several."
    let others = indices.dropLast()
    let isBatch = others.count == 3 && others.allSatisfy(\.isWholeAxis)
    guard let last = indices.last, isBatch || (others.count == 1 && others.first?.isEllipsis == true) else {
      throw Diagnostic(
        .index, "Of a layer's output only channels can be selected, its last axis.", hint: hint)
    }
    let own = channels ?? 0..<layer.channels
    switch try last.selection(extent: own.count, of: "layer") {
    case .index(let place):
      let channel = own.lowerBound + place
      return .object(LayerOutputObject(layer, channels: channel..<channel + 1, of: network))
    case .slice(let start, let count, let step):
      guard step == 1, count > 0 else {
        throw Diagnostic(
          .index, "Channels are selected as a range with step 1 that is not empty.", hint: hint)
      }
      let first = own.lowerBound + start
      return .object(LayerOutputObject(layer, channels: first..<first + count, of: network))
    }
  }
}

/// The place where a network takes its image: what `base_model.input` gives.
final class NetworkInputObject: DreamObject {
  let network: Network
  init(_ network: Network) { self.network = network }
  var typeName: String { "NetworkInput" }
  var representation: String { "<input of \(network.name)>" }
}

/// A network cut at its layers: the paper's `dream_model`.
final class ModelObject: DreamObject {
  let extractor: FeatureExtractor
  let command: Command?
  init(_ extractor: FeatureExtractor, command: Command?) {
    self.extractor = extractor
    self.command = command
  }
  var typeName: String { "Model" }
  var representation: String {
    "<Model of \(extractor.network.name): \(extractor.outputs.joined(separator: ", "))>"
  }
}

/// The paper's `deepdream`.
final class DeepDreamObject: DreamObject {
  let model: FeatureExtractor
  let command: Command?
  init(_ model: FeatureExtractor, command: Command?) {
    self.model = model
    self.command = command
  }
  var typeName: String { "DeepDream" }
  var representation: String {
    "<DeepDream on \(model.outputs.joined(separator: ", "))>"
  }
}

/// The paper's `get_tiled_gradients`.
final class TiledGradientsObject: DreamObject {
  let model: FeatureExtractor
  let command: Command?
  init(_ model: FeatureExtractor, command: Command?) {
    self.model = model
    self.command = command
  }
  var typeName: String { "TiledGradients" }
  var representation: String {
    "<TiledGradients on \(model.outputs.joined(separator: ", "))>"
  }
}

/// Text with a richer form beside it: `HTML(…)`, a table of layers.
final class RichText: DreamObject {
  let typeName: String
  let representation: String
  let richRepresentations: [MIMEBundle.Representation]
  init(typeName: String, plain: String, html: String) {
    self.typeName = typeName
    representation = plain
    richRepresentations = [("text/html", .text(html))]
  }
}

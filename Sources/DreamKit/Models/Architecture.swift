/// A network that DreamKit can build, as data. Each stands in a file of its own, and in ``all``.
///
/// ```swift
/// for architecture in Architecture.all { print(architecture.name, architecture.dreamLayers) }
/// ```
public struct Architecture: Sendable {
  /// All of them, the one that comes with DreamKit first.
  public static let all: [Architecture] = [.dreamNet, .inceptionV3, .squeezeNet]

  /// The name, Keras' where it has one: "InceptionV3".
  public let name: String
  /// The module of `keras.applications` that builds it, or nil where none does.
  public let kerasModule: String?
  /// Layers worth dreaming of, from lines to complete objects.
  public let dreamLayers: [String]
  /// The same in a few words for a reader.
  public let advice: String
  /// The smallest side of an image, in pixels.
  public let minimumSide: Int
  /// What the network was trained to see.
  public let inputMode: InputMode
  /// Where its trained weights come from.
  public package(set) var weights: TrainedWeights
  /// The names of the classes that its classifier tells apart, in the order of its channels; empty where it has none here.
  let classes: @Sendable () throws(DreamError) -> [String]
  /// Adds the layers behind the image, and a classifier of so many classes where there are any.
  let build: @Sendable (_ builder: inout GraphBuilder, _ image: Graph.NodeID, _ classes: Int) -> Void

  init(
    name: String, kerasModule: String? = nil, dreamLayers: [String], advice: String, minimumSide: Int,
    inputMode: InputMode, weights: TrainedWeights,
    classes: @escaping @Sendable () throws(DreamError) -> [String] = { [] },
    build: @escaping @Sendable (inout GraphBuilder, Graph.NodeID, Int) -> Void
  ) {
    (self.name, self.kerasModule, self.dreamLayers, self.advice) = (name, kerasModule, dreamLayers, advice)
    (self.minimumSide, self.inputMode, self.weights) = (minimumSide, inputMode, weights)
    (self.classes, self.build) = (classes, build)
  }

  /// The one of that name, or nil.
  public static func named(_ name: String) -> Architecture? { all.first { $0.name == name } }

  /// The network's layers, with those of the classifier where there are classes.
  package func makeGraph(classes: Int = 0) -> Graph {
    var builder = GraphBuilder()
    let image = builder.input(inputMode)
    build(&builder, image, classes)
    return builder.graph
  }
}

/// Where the trained weights of an architecture come from.
public enum TrainedWeights: Sendable {
  /// They come with DreamKit.
  case installed(InstalledWeights)
  /// A file that the weights folder has, or the Keras project offers.
  case official(WeightFile)

  /// The source that ``Network/load(_:weights:includesTop:cancellation:progress:)`` takes for them, or nil where the user
  /// has to bring the file.
  public var source: WeightSource? {
    switch self {
    case .installed: .installed
    case .official(let file): file.address == nil ? nil : .imagenet
    }
  }
}

/// Weights that come with DreamKit.
public struct InstalledWeights: Sendable {
  /// The folder where they are, or nil where they are missing.
  public let folder: @Sendable () -> String?
  /// The parameters of a graph.
  let parameters: @Sendable (Graph) throws(DreamError) -> any ParameterStore
}

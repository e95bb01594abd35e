import CKernels
import Ground
import TestSupport
import Testing

@testable import DreamKit

/// Ten dreams whose bits are recorded in Tests/Fixtures/Dreams/golden.txt: the kernels may become faster, but not different.
///
/// A line has the width of the vectors (``dk_lanes``), the precision, the dream and the first 16 digits of its picture's
/// digest. The library's part of the work depends on its instruction set, which goes with the width.
@Suite(.serialized) struct GoldenDreamTests {
  /// A dream and how it is made.
  struct Golden: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let make: @Sendable (Precision) throws -> Tensor

    init(_ name: String, _ make: @escaping @Sendable (Precision) throws -> Tensor) {
      testDescription = name
      self.make = make
    }
  }

  static let dreams = [
    Golden("the paper's run") {
      try simple(model(.dreamNet, "mixed1", "mixed2", precision: $0), [75, 83, 3])
    },
    Golden("the paper's run on InceptionV3") {
      try simple(model(.inceptionV3, "conv2d_4", precision: $0), [78, 75, 3])
    },
    Golden("the paper's run on SqueezeNet") {
      try simple(model(.squeezeNet, "fire3/concat", precision: $0), [61, 53, 3])
    },
    Golden("one layer") { try simple(layers(filters: [16], $0), [71, 93, 3]) },
    Golden("odd numbers of channels") {
      try simple(layers(filters: [5, 19, 33], $0), [45, 38, 3])
    },
    Golden("one channel") {
      try simple(model(.dreamNet, "mixed4[..., 11]", precision: $0), [75, 80, 3])
    },
    Golden("octaves") {
      try paper(layers(filters: [16, 24], $0), [60, 81, 3], octaves: [0, 1], tile: 512)
    },
    Golden("octaves of tiles") {
      try paper(layers(filters: [24, 16], $0), [90, 67, 3], octaves: [-1, 0, 2], tile: 40)
    },
    Golden("tiles") {
      let tiling = Tiling.paper(tileSize: 48, height: 97, width: 121)
      var gradients = TiledGradient(try layers(filters: [8, 32], $0), tiling: tiling)
      return try gradients.normalized(
        of: levels([97, 121, 3]).preprocessed(), shift: Shift(rows: -21, columns: 34),
        cancellation: Cancellation())
    },
    Golden("dream") {
      var settings = AscentSettings()
      (settings.octaves, settings.steps, settings.tileSize, settings.seed) = (2, 1, 80, 4)
      var ascent = try OctaveAscent(levels([106, 112, 3]), settings: settings)
      return try ascent.run(
        on: model(.dreamNet, "mixed0", precision: $0), cancellation: Cancellation()
      ).image
    },
  ]

  @Test(.enabled(if: isRecorded), arguments: dreams, Precision.allCases)
  func theBitsAreTheRecorded(_ dream: Golden, _ precision: Precision) throws {
    let line = "\(dk_lanes()) \(precision.rawValue) \(dream.testDescription)"
    let digest = RunningDigest()
    digest.add(try dream.make(precision))
    #expect(String(digest.finish().prefix(16)) == Self.recorded[line], "\(line)")
  }

  // MARK: Implementation

  private static let recorded: [String: String] = {
    let path = PackageFolder.path + "/Tests/Fixtures/Dreams/golden.txt"
    let text = String(decoding: (try? Files.read(path, limit: 1 << 16)) ?? [], as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.split(separator: "\t") }
    return Dictionary(uniqueKeysWithValues: lines.map { (String($0[0]), String($0[1])) })
  }()

  /// Whether there are records for this width of vectors.
  private static var isRecorded: Bool { recorded.keys.contains { $0.hasPrefix("\(dk_lanes()) ") } }

  /// DreamKit's own kernels wherever they compute a layer: which is the fastest differs from day to day.
  private static let tuner = ConvolutionTuner(
    path: { () throws(DreamError) in throw DreamError(.unwritable, "no cache") },
    choose: { (steps) throws(DreamError) in
      let order: [ConvolutionAlgorithm] = [.image, .winograd, .direct]
      return order.first { wanted in steps.contains { $0.algorithm == wanted } }
        ?? steps[0].algorithm
    })

  private static func model(
    of network: Network, _ outputs: [String], _ precision: Precision, threads: Int = 2
  ) throws -> FeatureExtractor {
    try FeatureExtractor(
      network: network, outputs: outputs.map(LayerOutput.init(parsing:)), precision: precision,
      threads: threads
    ) { OneDNNBackend(tuner: tuner) }
  }

  private static let networks: [String: Result<Network, any Error>] = Dictionary(
    uniqueKeysWithValues: [Architecture.dreamNet, .inceptionV3, .squeezeNet].map { architecture in
      let weights: WeightSource =
        architecture.name == Architecture.dreamNet.name ? .installed : .random(seed: 7)
      return (
        architecture.name,
        Result { try .load(architecture, weights: weights, cancellation: Cancellation()) }
      )
    })

  private static func model(
    _ architecture: Architecture, _ outputs: String..., precision: Precision
  ) throws -> FeatureExtractor {
    try model(of: #require(networks[architecture.name]).get(), outputs, precision)
  }

  /// A network of convolutions of 3×3 with ReLUs.
  static func layers(
    filters: [Int], _ precision: Precision, threads: Int = 2
  ) throws -> FeatureExtractor {
    var builder = GraphBuilder()
    var node = builder.input(.tf)
    for (number, filters) in filters.enumerated() {
      let window = Window(rows: 3, columns: 3)
      node = builder.relu(
        builder.convolution(node, filters: filters, window: window, hasBias: true),
        named: "layer\(number)")
    }
    let network = Network(
      name: "layers", origin: "test", minimumSide: 8, graph: builder.graph,
      parameters: LivelyParameters(for: builder.graph))
    return try model(of: network, ["layer\(filters.count - 1)"], precision, threads: threads)
  }

  /// Whole levels in [0, 255] drawn at random.
  private static func levels(_ shape: Shape) -> Tensor {
    Tensor(shape: shape, values: Tensor.random(shape).values.map { (($0 + 1) * 127.5).rounded() })
  }

  static func simple(_ model: FeatureExtractor, _ shape: Shape) throws -> Tensor {
    let image = levels(shape).preprocessed()
    return try DeepDream(model: model)(image, steps: 2, stepSize: 0.01, cancellation: Cancellation()).image
  }

  private static func paper(
    _ model: FeatureExtractor, _ shape: Shape, octaves: [Int], tile: Int
  ) throws -> Tensor {
    var dream = PaperOctaveAscent()
    (dream.stepsPerOctave, dream.octaves, dream.tileSize) = (1, octaves, tile)
    var generator = SeededGenerator(seed: 3)
    return try dream(
      levels(shape).preprocessed(), on: model, generator: &generator, cancellation: Cancellation()
    ).image
  }
}

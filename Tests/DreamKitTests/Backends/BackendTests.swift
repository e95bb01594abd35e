import Ground
import TestSupport
import Testing

@testable import DreamKit

/// Every backend against the reference, and the reference against finite differences.
@Suite(.serialized) struct BackendTests {
  /// Small graphs that together have every operation in every surrounding the engine treats differently.
  struct Sample: CustomTestStringConvertible {
    let testDescription: String
    let outputs: [String]
    /// The shapes of images that fit.
    let sizes: [Shape]
    let graph: Graph

    init(
      _ name: String, outputs: [String], sizes: [Shape] = [[23, 31, 3], [32, 17, 3]],
      _ body: (inout GraphBuilder, Graph.NodeID) -> Void
    ) {
      testDescription = name
      self.outputs = outputs
      self.sizes = sizes
      var builder = GraphBuilder()
      let image = builder.input(name.hasPrefix("caffe") ? .caffe : .tf)
      body(&builder, image)
      graph = builder.graph
    }
  }

  static let samples: [Sample] = [
    Sample("one convolution", outputs: ["conv2d"]) { builder, image in
      _ = builder.convolution(image, filters: 16, window: Window(rows: 3, columns: 3), hasBias: true)
    },
    Sample("caffe input, stride 2, ReLU", outputs: ["activation"]) { builder, image in
      let window = Window(rows: 3, columns: 3, stride: 2, padding: .valid)
      _ = builder.relu(builder.convolution(image, filters: 32, window: window, hasBias: true))
    },
    Sample("odd numbers of channels", outputs: ["activation_1"]) { builder, image in
      let a = builder.relu(
        builder.convolution(image, filters: 5, window: Window(rows: 3, columns: 3), hasBias: true))
      _ = builder.relu(
        builder.convolution(a, filters: 19, window: Window(rows: 1, columns: 7), hasBias: true))
    },
    Sample("normalisation, folded and asked for", outputs: ["batch_normalization", "activation_1"]) {
      builder, image in
      let a = builder.convolution(image, filters: 16, window: Window(rows: 3, columns: 3), hasBias: false)
      let b = builder.relu(builder.batchNormalization(a, epsilon: 1e-3, hasScale: false))
      let c = builder.convolution(b, filters: 32, window: Window(rows: 5, columns: 5), hasBias: false)
      _ = builder.relu(builder.batchNormalization(c, epsilon: 1e-3, hasScale: true))
    },
    Sample("a raw convolution asked for", outputs: ["conv2d", "batch_normalization", "activation"]) {
      builder, image in
      let a = builder.convolution(image, filters: 16, window: Window(rows: 3, columns: 3), hasBias: false)
      _ = builder.relu(builder.batchNormalization(a, epsilon: 1e-3, hasScale: false))
    },
    Sample("pools and branches", outputs: ["mixed"]) { builder, image in
      let strided = Window(rows: 3, columns: 3, stride: 2, padding: .valid)
      let stem = builder.relu(builder.convolution(image, filters: 32, window: strided, hasBias: true))
      let pooled = builder.pooling(stem, .max, window: strided)
      let a = builder.relu(
        builder.convolution(pooled, filters: 16, window: Window(rows: 1, columns: 1), hasBias: true))
      let b = builder.relu(
        builder.convolution(pooled, filters: 16, window: Window(rows: 7, columns: 1), hasBias: true))
      let c = builder.relu(
        builder.convolution(b, filters: 48, window: Window(rows: 1, columns: 7), hasBias: true))
      let d = builder.pooling(pooled, .average, window: Window(rows: 3, columns: 3))
      let e = builder.relu(
        builder.convolution(d, filters: 16, window: Window(rows: 1, columns: 1), hasBias: true))
      _ = builder.concatenation([a, c, e], named: "mixed")
    },
    Sample("joins within joins, and a branch read on its own", outputs: ["inner", "deep"]) { builder, image in
      let one = Window(rows: 1, columns: 1)
      let a = builder.relu(builder.convolution(image, filters: 16, window: one, hasBias: true))
      let b = builder.relu(
        builder.convolution(a, filters: 16, window: Window(rows: 1, columns: 3), hasBias: true))
      let c = builder.relu(
        builder.convolution(a, filters: 32, window: Window(rows: 3, columns: 1), hasBias: true))
      let inner = builder.concatenation([b, c], named: "inner")
      let d = builder.relu(builder.convolution(b, filters: 16, window: one, hasBias: true))
      let outer = builder.concatenation([inner, d], named: "outer")
      _ = builder.relu(
        builder.convolution(outer, filters: 16, window: Window(rows: 3, columns: 3), hasBias: true),
        named: "deep")
    },
    Sample("one branch asked for", outputs: ["first"]) { builder, image in
      let one = Window(rows: 1, columns: 1)
      let a = builder.relu(
        builder.convolution(image, filters: 16, window: one, hasBias: true), named: "first")
      let b = builder.relu(builder.convolution(image, filters: 16, window: one, hasBias: true))
      _ = builder.concatenation([a, b])
    },
    Sample("channels of a layer, and the layer itself", outputs: ["one", "several", "activation"]) {
      builder, image in
      let layer = builder.relu(
        builder.convolution(image, filters: 37, window: Window(rows: 3, columns: 3), hasBias: true))
      _ = builder.slice(layer, channels: 17..<18, named: "one")
      _ = builder.slice(layer, channels: 12..<35, named: "several")
    },
    Sample("the same layer twice", outputs: ["conv2d", "conv2d"]) { builder, image in
      _ = builder.convolution(image, filters: 16, window: Window(rows: 3, columns: 3), hasBias: true)
    },
  ]

  func model(
    _ sample: Sample, _ backend: any Backend, threads: Int? = nil
  ) throws -> FeatureExtractor {
    let network = Network(
      name: "sample", origin: "test", minimumSide: 1, graph: sample.graph,
      parameters: LivelyParameters(for: sample.graph, seed: 3))
    let outputs = sample.outputs.map { LayerOutput($0) }
    return try FeatureExtractor(network: network, outputs: outputs, threads: threads) { backend }
  }

  @Test(arguments: samples + joins) func oneDNNAgreesWithTheReference(_ sample: Sample) throws {
    let (fast, slow) = (try model(sample, OneDNNBackend()), try model(sample, ReferenceBackend()))
    let idle = Cancellation()
    for shape in sample.sizes {
      let image = Tensor.random(shape)
      let (ours, theirs) = (
        try fast.activations(of: image, cancellation: idle),
        try slow.activations(of: image, cancellation: idle)
      )
      #expect(ours.map(\.shape) == theirs.map(\.shape))
      for (a, b) in zip(ours, theirs) { #expect(relativeError(a.values, b.values) < 1e-5) }

      let (a, b) = (
        try fast.lossAndGradient(of: image, cancellation: idle),
        try slow.lossAndGradient(of: image, cancellation: idle)
      )
      #expect(abs(a.loss - b.loss) <= 1e-5 * max(abs(b.loss), 1e-3))
      #expect(relativeError(a.gradient.values, b.gradient.values) < 1e-4)
      #expect(b.gradient.values.contains { $0 != 0 })
    }
  }

  /// Without the rewrites the reference runs normalisation and ReLU as layers of their own.
  @Test(arguments: samples + joins) func rewritesChangeNothing(_ sample: Sample) throws {
    let nodes = sample.outputs.compactMap { sample.graph.node(named: $0) }
    let optimized = sample.graph.optimized(for: nodes, by: OneDNNBackend.rewrites)
    let parameters = LivelyParameters(for: sample.graph, seed: 3)
    let backend = ReferenceBackend()
    let image = Tensor.random(sample.sizes[0])
    var results: [(loss: Float, gradient: Tensor)] = []
    for (graph, outputs) in [(sample.graph, nodes), (optimized.graph, optimized.outputs)] {
      let plan = try backend.makePlan(
        for: graph, outputs: outputs, parameters: parameters, height: image.shape[0], width: image.shape[1],
        precision: .automatic, threads: 1)
      var gradient = Tensor(repeating: 0, shape: image.shape)
      let loss = try plan.loss(
        of: image, weights: outputs.map { _ in 1 }, gradient: &gradient, cancellation: Cancellation())
      results.append((loss, gradient))
    }
    #expect(abs(results[0].loss - results[1].loss) <= 1e-5 * max(abs(results[0].loss), 1e-3))
    #expect(relativeError(results[1].gradient.values, results[0].gradient.values) < 1e-5)
  }

  @Test(arguments: samples + joins) func gradientIsTheSlopeOfTheLoss(_ sample: Sample) throws {
    let model = try model(sample, OneDNNBackend())
    let image = Tensor.random(sample.sizes[0], seed: 5)
    let gradient = try model.lossAndGradient(of: image, cancellation: Cancellation()).gradient
    let length = gradient.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    /// The loss a little way along the gradient.
    func loss(at distance: Double) throws -> Double {
      var moved = image
      for index in moved.values.indices {
        moved.values[index] += Float(distance * Double(gradient.values[index]) / length)
      }
      return Double(try model.loss(of: moved, cancellation: Cancellation()))
    }
    let step = 0.02
    let slope = (try loss(at: step) - loss(at: -step)) / (2 * step)
    #expect(abs(slope / length - 1) < 0.02)
  }

  @Test func inceptionV3AgreesWithTheReference() throws {
    let graph = Architecture.inceptionV3.makeGraph()
    let network = Network(
      name: "InceptionV3", origin: "test", minimumSide: 75, graph: graph,
      parameters: LivelyParameters(for: graph))
    let image = Tensor.random([75, 81, 3])
    let layers = ["mixed1", "mixed3"]
    let fast = try FeatureExtractor(network: network, outputs: layers)
    let slow = try FeatureExtractor(network: network, outputs: layers.map { LayerOutput($0) }) {
      ReferenceBackend()
    }
    let a = try fast.lossAndGradient(of: image, cancellation: Cancellation())
    let b = try slow.lossAndGradient(of: image, cancellation: Cancellation())
    #expect(abs(a.loss / b.loss - 1) < 1e-5)
    #expect(relativeError(a.gradient.values, b.gradient.values) < 1e-4)
  }

  @Test func theSameImageGivesTheSameBits() throws {
    let model = try model(Self.samples[5], OneDNNBackend())
    let image = Tensor.random([40, 56, 3])
    let first = try model.lossAndGradient(of: image, cancellation: Cancellation())
    _ = try model.lossAndGradient(of: Tensor.random([64, 33, 3]), cancellation: Cancellation())
    let second = try model.lossAndGradient(of: image, cancellation: Cancellation())
    #expect(first.loss == second.loss && first.gradient == second.gradient)
  }

  @Test func oneThreadComputesTheSame() throws {
    let image = Tensor.random([40, 56, 3])
    let two = try model(Self.samples[5], OneDNNBackend(), threads: 2).lossAndGradient(
      of: image, cancellation: Cancellation())
    let one = try model(Self.samples[5], OneDNNBackend(), threads: 1).lossAndGradient(
      of: image, cancellation: Cancellation())
    #expect(relativeError(one.gradient.values, two.gradient.values) < 1e-5)
  }

  @Test func cancelledWorkThrows() throws {
    let model = try model(Self.samples[5], OneDNNBackend())
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: DreamError.cancelled) {
      try model.lossAndGradient(of: Tensor.random([40, 56, 3]), cancellation: cancellation)
    }
  }

  @Test func imagesOfTheWrongShapeAreRefused() throws {
    let model = try model(Self.samples[0], OneDNNBackend())
    #expect { try model.loss(of: Tensor.random([40, 56]), cancellation: Cancellation()) } throws: {
      "\($0)".contains("(40, 56)")
    }
  }
}

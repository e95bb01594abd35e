import Ground
import TestSupport
import Testing

@testable import DreamKit

/// Losses and gradients against those that TensorFlow computed in double precision.
struct GradientParityTests {
  /// A little Inception with every operation; `make_fixtures.py` builds the same in Keras.
  private func makeSmallNetwork() -> Network {
    var builder = GraphBuilder()
    func convolution(
      _ input: Graph.NodeID, _ filters: Int, _ rows: Int, _ columns: Int, stride: Int = 1,
      padding: Window.Padding = .same, scale: Bool? = nil
    ) -> Graph.NodeID {
      let window = Window(rows: rows, columns: columns, stride: stride, padding: padding)
      var node = builder.convolution(input, filters: filters, window: window, hasBias: scale == nil)
      if let scale { node = builder.batchNormalization(node, epsilon: 1e-3, hasScale: scale) }
      return builder.relu(node)
    }
    let image = builder.input(.tf)
    var x = convolution(image, 16, 3, 3, stride: 2, padding: .valid, scale: false)
    x = convolution(x, 24, 3, 3, scale: true)
    x = builder.pooling(x, .max, window: Window(rows: 3, columns: 3, stride: 2, padding: .valid))
    let a = convolution(x, 16, 1, 1)
    let b = convolution(convolution(convolution(x, 8, 1, 1, scale: false), 16, 1, 7), 16, 7, 1)
    let pooled = builder.pooling(x, .average, window: Window(rows: 3, columns: 3))
    let mixed = builder.concatenation([a, b, convolution(pooled, 8, 1, 1)], named: "mixed")
    _ = convolution(mixed, 32, 3, 3, stride: 2, scale: true)
    return Network(
      name: "small", origin: "test", minimumSide: 16, graph: builder.graph,
      parameters: LivelyParameters(for: builder.graph))
  }

  @Test(arguments: [true, false]) func aSmallNetwork(isFast: Bool) throws {
    let network = makeSmallNetwork()
    let last = try #require(network.layers.last?.name)
    let backend: any Backend = isFast ? OneDNNBackend() : ReferenceBackend()
    let model = try FeatureExtractor(network: network, outputs: [LayerOutput("mixed"), LayerOutput(last)]) {
      backend
    }
    let (loss, gradient) = try model.lossAndGradient(
      of: .random([33, 41, 3]), cancellation: Cancellation())
    let golden = try ParityFixtures.numbers("small-network.npy")
    #expect(abs(loss / golden[0] - 1) < 1e-6)
    #expect(relativeError(gradient.values, Array(golden[1...])) < 1e-5)
  }

  /// The mean of every mixed layer, and the paper's loss and gradient, of a network that anybody has at hand. No value
  /// of this image lies at a kink of the network: two float32 programs agree far better than on a photo.
  @Test func inceptionV3WithItsRandomWeights() throws {
    let network = try Network.load(.inceptionV3, weights: .random(seed: 0), cancellation: Cancellation())
    let image = Tensor.random([96, 118, 3])
    let golden = try ParityFixtures.numbers("inception-losses.npy")

    let every = try FeatureExtractor(network: network, outputs: (0...10).map { "mixed\($0)" })
    let means = try every.activations(of: image, cancellation: Cancellation()).map { Float($0.mean) }
    #expect(means.count == 11 && golden.count == 12)
    for (mean, expected) in zip(means, golden) { #expect(abs(mean / expected - 1) < 1e-5) }

    let papers = try FeatureExtractor(network: network, outputs: ["mixed3", "mixed5"])
    let (loss, gradient) = try papers.lossAndGradient(of: image, cancellation: Cancellation())
    #expect(abs(loss / golden[11] - 1) < 1e-5)
    let samples = stride(from: 0, to: gradient.values.count, by: 7).map { gradient.values[$0] }
    #expect(relativeError(samples, try ParityFixtures.numbers("inception-gradient.npy")) < 2e-3)
  }
}

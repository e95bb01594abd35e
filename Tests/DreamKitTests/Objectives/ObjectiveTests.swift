import Ground
import TestSupport
import Testing

@testable import DreamKit

struct ObjectiveTests {
  private let network: Network

  init() {
    var builder = GraphBuilder()
    let image = builder.input(.tf)
    let window = Window(rows: 3, columns: 3)
    let first = builder.relu(
      builder.convolution(image, filters: 16, window: window, hasBias: true), named: "first")
    _ = builder.relu(builder.convolution(first, filters: 16, window: window, hasBias: true), named: "second")
    network = Network(
      name: "small", origin: "test", minimumSide: 8, graph: builder.graph,
      parameters: LivelyParameters(for: builder.graph))
  }

  private func evaluate(_ objective: Objective, _ image: Tensor) throws -> (loss: Float, gradient: Tensor) {
    var gradient = Tensor(repeating: .nan, shape: image.shape)
    let gradients = try ObjectiveGradient(network: network, objective: objective, precision: .exact)
    let loss = try gradients(image, shift: .zero, into: &gradient, cancellation: Cancellation())
    return (loss, gradient)
  }

  @Test func sumsKeepEachOutputOnce() {
    let objective = .mean("a") + 0.5 * .channels(8..<16, of: "b") - 2 * (.mean("c") + .mean("a"))
    #expect(objective.terms.map(\.output.description) == ["a", "b[..., 8:16]", "c"])
    #expect(objective.terms.map(\.weight) == [-1, 0.5, -2])
    #expect(Objective.channel(3, of: "a") == .channels(3..<4, of: "a"))
  }

  @Test func thePapersLossIsTheSumOfMeans() throws {
    let image = Tensor.random([12, 10, 3])
    let model = try FeatureExtractor(network: network, outputs: ["first", "second"], precision: .exact)
    let expected = try model.lossAndGradient(of: image, cancellation: Cancellation())
    let sum = try evaluate(.mean("first") + .mean("second"), image)
    #expect(sum.loss == expected.loss && sum.gradient == expected.gradient)
  }

  @Test func objectivesAreLinear() throws {
    let image = Tensor.random([12, 10, 3])
    let parts = try [
      (0.5, evaluate(.mean("first"), image)), (-2, evaluate(.channels(3..<7, of: "second"), image)),
    ]
    let sum = try evaluate(0.5 * .mean("first") - 2 * .channels(3..<7, of: "second"), image)
    #expect(abs(sum.loss - parts.reduce(0) { $0 + Float($1.0) * $1.1.loss }) < 1e-5)
    for index in sum.gradient.values.indices {
      let expected = parts.reduce(0) { $0 + Float($1.0) * $1.1.gradient.values[index] }
      #expect(abs(sum.gradient.values[index] - expected) < 1e-6)
    }
  }

  @Test func gradientsAreThoseOfFiniteDifferences() throws {
    let objective = Objective.mean("second") - 0.25 * .channels(0..<5, of: "first")
    let image = Tensor.random([9, 8, 3])
    let gradient = try evaluate(objective, image).gradient
    let step: Float = 1e-2
    for index in stride(from: 0, to: image.values.count, by: 37) {
      var (lower, upper) = (image, image)
      lower.values[index] -= step
      upper.values[index] += step
      let slope = try (evaluate(objective, upper).loss - evaluate(objective, lower).loss) / (2 * step)
      #expect(abs(slope - gradient.values[index]) < 2e-3 * max(1, abs(slope)), "\(index)")
    }
  }

  @Test func unknownLayersAreNamed() {
    #expect(throws: DreamError.unknownLayer("secnd", network: "small", nearest: ["second"])) {
      try ObjectiveGradient(network: network, objective: .mean("secnd"))
    }
  }
}

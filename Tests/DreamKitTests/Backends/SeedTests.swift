import TestSupport
import Testing

@testable import DreamKit

/// The backward pass apart from the forward pass, and from other gradients than those of means.
@Suite(.serialized) struct SeedTests {
  private let idle = Cancellation()
  private let image = Tensor.random([23, 31, 3])

  private func seeds(_ pass: ForwardPass) -> [Seed] {
    pass.activations.enumerated().map {
      $0 == 0 ? .mean(weight: -0.5) : .gradient(Tensor.random($1.shape, seed: UInt64($0)))
    }
  }

  @Test(arguments: BackendTests.samples + BackendTests.joins.filter { $0.sizes.count > 1 })
  func gradientsOfAnyKindAgreeWithTheReference(_ sample: BackendTests.Sample) throws {
    let gradients = try [OneDNNBackend(), ReferenceBackend()].map { (backend: any Backend) in
      let model = try BackendTests().model(sample, backend)
      let pass = try model.forward(image, cancellation: idle)
      return try model.backward(pass, from: seeds(pass), cancellation: idle)
    }
    #expect(relativeError(gradients[0].values, gradients[1].values) < 1e-4)
  }

  @Test func theTwoPassesGiveTheBitsOfTheFusedWay() throws {
    let model = try BackendTests().model(BackendTests.samples[5], OneDNNBackend())
    let pass = try model.forward(image, cancellation: idle)
    let apart = try model.backward(pass, from: [.mean(weight: 1)], cancellation: idle)
    #expect(try model.lossAndGradient(of: image, cancellation: idle).gradient == apart)
  }

  @Test func aPassMayBeFollowedTwiceAndAfterOthers() throws {
    let model = try BackendTests().model(BackendTests.samples[5], OneDNNBackend())
    let pass = try model.forward(image, cancellation: idle)
    let first = try model.backward(pass, from: seeds(pass), cancellation: idle)
    #expect(try model.backward(pass, from: seeds(pass), cancellation: idle) == first)
    let other = try model.forward(Tensor.random([23, 31, 3], seed: 9), cancellation: idle)
    _ = try model.loss(of: Tensor.random([40, 17, 3]), cancellation: idle)
    #expect(try model.backward(pass, from: seeds(pass), cancellation: idle) == first)
    #expect(try model.backward(other, from: seeds(other), cancellation: idle) != first)
    Engine.releaseMemory()
    #expect(try model.backward(pass, from: seeds(pass), cancellation: idle) == first)
  }

  @Test func weightsScaleTheMeans() throws {
    let sample = BackendTests.joins[0]
    let model = try BackendTests().model(sample, OneDNNBackend())
    var gradient = Tensor(repeating: 0, shape: image.shape)
    let means = try model.activations(of: image, cancellation: idle).map { $0.sum / Double($0.shape.count) }
    let loss = try model.loss(of: image, weights: [2, -3], gradient: &gradient, cancellation: idle)
    #expect(abs(Double(loss) - (2 * means[0] - 3 * means[1])) < 1e-5)
    let pass = try model.forward(image, cancellation: idle)
    let seeds: [Seed] = [.mean(weight: 2), .mean(weight: -3)]
    #expect(try model.backward(pass, from: seeds, cancellation: idle) == gradient)
  }

  @Test func gradientsThatDoNotFitAreRefused() throws {
    let model = try BackendTests().model(BackendTests.samples[0], OneDNNBackend())
    let pass = try model.forward(image, cancellation: idle)
    #expect(throws: DreamError.self) { try model.backward(pass, from: [], cancellation: idle) }
    #expect { try model.backward(pass, from: [.gradient(image)], cancellation: idle) } throws: {
      "\($0)".contains("(23, 31, 3) does not fit an output of shape (23, 31, 16)")
    }
  }
}

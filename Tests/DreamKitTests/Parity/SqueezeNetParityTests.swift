import Foundation
import Ground
import TestSupport
import Testing

@testable import DreamKit

/// The trained SqueezeNet against numbers that TensorFlow 2.21 computed from the same weights and pictures.
///
/// Weights and pictures are not part of the project; where they are absent, these tests are skipped.
@Suite(.enabled(if: SharedFiles.arePresent, "the folder 'shared' beside the package is absent"))
struct SqueezeNetParityTests {
  /// What TensorFlow computed: the loss, the gradient's standard deviation, and three of its values.
  struct Golden: Sendable {
    let picture: String
    let maxDimension: Int
    let layers: [String]
    let loss: Float
    let deviation: Double
    let samples: [Float]
  }

  /// The places of the samples in the gradient.
  private static let places = [1000, 20_000, 50_001]

  static let golden: [Golden] = [
    Golden(
      picture: "sky1024px", maxDimension: 500, layers: ["fire2/concat"], loss: 21.9584122,
      deviation: 0.000711766,
      samples: [0.000307023, 0.000511985, 0.000142021]),
    Golden(
      picture: "sky1024px", maxDimension: 500, layers: ["fire5/concat"], loss: 9.6394062,
      deviation: 0.00198382,
      samples: [-0.00163004, 0.00139677, -0.0008215]),
    Golden(
      picture: "sky1024px", maxDimension: 500, layers: ["fire9/concat"], loss: 0.877694905,
      deviation: 0.00237466,
      samples: [-0.00103939, -0.0012564, 0.000127849]),
    Golden(
      picture: "flowers", maxDimension: 200, layers: ["fire5/concat", "fire7/concat"], loss: 32.9435654,
      deviation: 0.0130219, samples: [-0.00460137, 0.00254285, 0.00176943]),
  ]

  private func model(_ layers: [String]) throws -> FeatureExtractor {
    let network = try Network.load(
      .squeezeNet, weights: .file(SharedFiles.squeezeNet), cancellation: Cancellation())
    return try FeatureExtractor(network: network, outputs: layers)
  }

  private func picture(_ name: String, _ maxDimension: Int) throws -> Tensor {
    try Image(contentsOf: SharedFiles.image(name), maxDimension: maxDimension).levels.preprocessed()
  }

  @Test(arguments: golden) func lossAndGradientAreTensorFlows(_ golden: Golden) throws {
    let image = try picture(golden.picture, golden.maxDimension)
    let (loss, gradient) = try model(golden.layers).lossAndGradient(of: image, cancellation: Cancellation())
    #expect(abs(loss / golden.loss - 1) < 1e-5)
    let mean = gradient.values.reduce(0) { $0 + Double($1) } / Double(gradient.values.count)
    let squares = gradient.values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let deviation = (squares / Double(gradient.values.count)).squareRoot()
    #expect(abs(deviation / golden.deviation - 1) < 1e-3)
    for (place, sample) in zip(Self.places, golden.samples) {
      #expect(abs(Double(gradient.values[place] - sample)) < 1e-3 * golden.deviation)
    }
  }

  @Test func aDreamRaisesTheLoss() throws {
    let model = try model(["fire7/concat"])
    let image = try picture("flowers", 160)
    let before = try model.loss(of: image, cancellation: Cancellation())
    let dream = try DeepDream(model: model)(image, steps: 20, stepSize: 0.01, cancellation: Cancellation())
    #expect(try model.loss(of: dream.image, cancellation: Cancellation()) > 2 * before)
  }

  @Test func anotherNetworksFileIsRefused() {
    #expect(throws: DreamError.self) {
      try Network.load(.inceptionV3, weights: .file(SharedFiles.squeezeNet), cancellation: Cancellation())
    }
  }
}

/// Weights and pictures for trying and testing, beside the package where they are present.
enum SharedFiles {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path

  static let squeezeNet = folder + "/models/squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5"

  static func image(_ name: String) -> String { "\(folder)/images/\(name).jpg" }

  static var arePresent: Bool {
    FileManager.default.fileExists(atPath: squeezeNet)
      && FileManager.default.fileExists(atPath: image("flowers"))
  }
}

import Foundation
import Ground
import TestSupport
import Testing

@testable import DreamKit

/// DreamNet in DreamKit against the framework that trained it: `Training/make_fixtures.py` wrote its numbers, in double
/// precision.
@Suite struct DreamNetParityTests {
  private static let folder = PackageFolder.path + "/Tests/Fixtures/DreamNet/"

  private func network(includesTop: Bool = false) throws -> Network {
    try .load(.dreamNet, weights: .installed, includesTop: includesTop, cancellation: Cancellation())
  }

  private func fixture(_ name: String) throws -> Tensor { try Tensor(npyAt: Self.folder + name + ".npy") }

  @Test func activationsAreTheFrameworks() throws {
    let names = ["mixed2", "mixed7", "mixed10"]
    let model = try FeatureExtractor(network: try network(), outputs: names)
    let picture = try fixture("picture")
    for (name, ours) in zip(names, try model.activations(of: picture, cancellation: Cancellation())) {
      let theirs = try fixture(name)
      let step = ours.shape[2] / theirs.shape[2]
      let kept = ours.selecting([
        .slice(start: 0, count: ours.shape[0], step: 1), .slice(start: 0, count: ours.shape[1], step: 1),
        .slice(start: 0, count: theirs.shape[2], step: step),
      ])
      #expect(kept.shape == theirs.shape)
      #expect(relativeError(kept.values, theirs.values) < 1e-5, "\(name)")
    }
  }

  @Test func lossesAreTheFrameworks() throws {
    let lines = try String(contentsOfFile: Self.folder + "means.txt", encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 11)
    let (network, picture) = (try network(), try fixture("picture"))
    for line in lines {
      let parts = line.split(separator: " ")
      let expected = try #require(Double(parts[1]))
      let model = try FeatureExtractor(network: network, outputs: [String(parts[0])])
      let loss = Double(try model.loss(of: picture, cancellation: Cancellation()))
      #expect(abs(loss / expected - 1) < 1e-5, "\(parts[0])")
    }
  }

  @Test func gradientIsTheFrameworks() throws {
    let model = try FeatureExtractor(network: try network(), outputs: ["mixed3", "mixed5"])
    let ours = try model.lossAndGradient(of: try fixture("picture"), cancellation: Cancellation()).gradient
    #expect(relativeError(ours.values, try fixture("gradient").values) < 1e-4)
  }

  @Test func theClassifierNamesItsClasses() throws {
    let network = try network(includesTop: true)
    #expect(network.classes.count >= 40)
    #expect(Set(network.classes).count == network.classes.count)
    #expect(
      network.layers.last
        == Network.Layer(name: "predictions", kind: "Conv2D", channels: network.classes.count))
    let answer = try Classifier(network).probabilities(
      of: try fixture("picture"), cancellation: Cancellation())
    #expect(answer.count == network.classes.count)
    #expect(abs(answer.reduce(0, +) - 1) < 1e-5)
  }

  /// The mean of a class's channel is its logit: what raising a class excites.
  @Test func aChannelIsALogit() throws {
    let network = try network(includesTop: true)
    let picture = try fixture("picture")
    let logits = try (0..<3).map { channel in
      Double(
        try FeatureExtractor(
          network: network, outputs: [LayerOutput("predictions", channels: channel..<channel + 1)]
        )
        .loss(of: picture, cancellation: Cancellation()))
    }
    let shares = try Classifier(network).probabilities(of: picture, cancellation: Cancellation()).map {
      Double($0)
    }
    for channel in 1..<3 {
      let ratio = shares[channel] / shares[0]
      #expect(abs(ratio / exp(logits[channel] - logits[0]) - 1) < 1e-3)
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    let model = {
      try FeatureExtractor(network: try self.network(), outputs: [LayerOutput("mixed4", channels: 380..<400)])
    }
    #expect { try model() } throws: { "\($0)".contains("channels 0 to 383") }
    #expect(throws: DreamError.noClassifier(network: "DreamNet")) { try Classifier(self.network()) }
  }
}

import Glibc
import Ground

/// A network asked what it sees in an image.
public struct Classifier: Sendable {
  /// The names of the classes, in the order of the answer.
  public let classes: [String]
  private let model: FeatureExtractor

  /// Takes a network with its classifier, the layer `predictions`.
  ///
  /// - Throws: ``DreamError`` where the network has none.
  public init(_ network: Network) throws(DreamError) {
    guard !network.classes.isEmpty else { throw .noClassifier(network: network.name) }
    classes = network.classes
    model = try FeatureExtractor(network: network, outputs: [LayerOutput(DreamNet.classifier)])
  }

  /// A probability for each class, with sum 1: the classifier's answers, one for each cell, are averaged (global average
  /// pooling) and go through a softmax.
  ///
  /// - Parameter image: [height, width, 3], RGB in [-1, 1].
  /// - Throws: ``DreamError`` where the image does not fit the network, or when interrupted.
  public func probabilities(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [Float] {
    let scores = try model.activations(of: image, cancellation: cancellation)[0]
    var sums = [Double](repeating: 0, count: classes.count)
    for (index, score) in scores.values.enumerated() { sums[index % classes.count] += Double(score) }
    let cells = Double(scores.shape[0] * scores.shape[1])
    let highest = sums.max() ?? 0
    let shares = sums.map { exp(($0 - highest) / cells) }
    let total = shares.reduce(0, +)
    return shares.map { Float($0 / total) }
  }
}

import Glibc

extension Network {
  /// What the classifier makes of an image: a probability for each class, in the order of ``classes``, with sum 1.
  ///
  /// The classifier's answers, one for each cell, are averaged (global average pooling) and go through a softmax.
  ///
  /// - Parameter image: [height, width, 3], RGB in [-1, 1].
  /// - Throws: ``DreamError`` where the network has no classifier, or the image does not fit it.
  public func classification(
    of image: Tensor, cancellation: Cancellation
  ) throws(DreamError) -> [(name: String, probability: Float)] {
    guard !classes.isEmpty else {
      throw DreamError(
        .invalidArgument, "\(name) has no classifier here.",
        remedy: "Make the network with DreamNet(include_top=True).")
    }
    let model = try FeatureExtractor(network: self, outputs: [LayerOutput(DreamNet.classifier)])
    let scores = try model.activations(of: image, cancellation: cancellation)[0]
    var means = [Double](repeating: 0, count: classes.count)
    for (index, score) in scores.values.enumerated() { means[index % classes.count] += Double(score) }
    let cells = Double(scores.shape[0] * scores.shape[1])
    let highest = means.max() ?? 0
    let shares = means.map { exp(($0 - highest) / cells) }
    let total = shares.reduce(0, +)
    return zip(classes, shares).map { ($0, Float($1 / total)) }
  }
}

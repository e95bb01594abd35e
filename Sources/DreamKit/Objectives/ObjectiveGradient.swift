import Ground

/// The gradient of an objective: a network cut at the objective's outputs, whose means count by the terms' weights.
///
/// ```swift
/// let gradient = try ObjectiveGradient(network: network, objective: objective)
/// let result = try DeepDream(model: gradient)(image, steps: 20, cancellation: Cancellation())
/// ```
public struct ObjectiveGradient: ImageGradient, Sendable {
  /// What is made larger.
  public let objective: Objective
  /// The network, cut at the objective's outputs.
  public let model: FeatureExtractor
  private let weights: [Float]

  /// Cuts a network at an objective's outputs.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - objective: what is made larger.
  ///   - precision: how freely sums may be computed.
  /// - Throws: ``DreamError`` where a layer or a channel does not exist.
  public init(
    network: Network, objective: Objective, precision: Precision = .automatic
  ) throws(DreamError) {
    self.objective = objective
    model = try FeatureExtractor(
      network: network, outputs: objective.terms.map(\.output), precision: precision)
    weights = objective.terms.map(\.weight)
  }

  /// The network's name.
  public var name: String { model.name }

  /// The shortest side of an image in pixels.
  public var minimumSide: Int { model.minimumSide }

  /// About how many bytes the gradient of an image takes.
  public func estimatedMemory(height: Int, width: Int) throws(DreamError) -> Int {
    try model.estimatedMemory(height: height, width: width)
  }

  /// The objective's value, and its gradient.
  public func callAsFunction(
    _ image: Tensor, shift: Shift, into gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    try model.loss(
      of: image, weights: weights, shift: shift, gradient: &gradient, cancellation: cancellation)
  }
}

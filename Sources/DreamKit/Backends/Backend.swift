import Ground

/// Something that can run graphs: it prepares a plan for one graph and one image size, and the plan runs many times.
package protocol Backend: AnyObject {
  /// The rewrites that a graph goes through before it is planned, in order.
  var rewrites: [Rewrite] { get }
  /// The bytes of memory that a plan could take now; nil where that cannot be known.
  var availableMemory: Int? { get }

  /// Prepares the work for images of one size.
  ///
  /// - Parameters:
  ///   - graph: the graph to run, after ``rewrites``; every node is a layer that an output needs.
  ///   - outputs: the nodes whose activations and means are wanted.
  ///   - parameters: what the layers' parameters are read from.
  ///   - height: the rows of the image.
  ///   - width: its columns.
  ///   - precision: how freely sums may be computed.
  ///   - threads: the number of threads that compute, at least 1.
  /// - Returns: the plan, which has not taken its memory yet.
  /// - Throws: ``DreamError`` where the image is too small or a parameter cannot be read.
  func makePlan(
    for graph: Graph, outputs: [Graph.NodeID], parameters: any ParameterStore, height: Int, width: Int,
    precision: Precision, threads: Int
  ) throws(DreamError) -> any Plan
}

extension Backend {
  package var availableMemory: Int? { FreeMemory.bytes }
}

/// A graph prepared for one image size. The image is [height, width, 3], RGB in [-1, 1]. One thread at a time.
package protocol Plan: AnyObject {
  /// The memory in bytes that the plan works in, besides the network's weights, the image and its gradient.
  var workingMemory: Int { get }

  /// The forward pass: the activations of each output. What a backward pass needs stays in the plan's memory until the
  /// backend runs again.
  func forward(_ image: Tensor, cancellation: Cancellation) throws(DreamError) -> ForwardPass

  /// The backward pass from any gradients of the outputs.
  ///
  /// - Parameters:
  ///   - pass: a forward pass of this graph; where its activations are gone, they are computed again.
  ///   - seeds: the gradient of each output.
  ///   - gradient: of the image's shape; becomes the derivative with respect to the image.
  func backward(
    _ pass: ForwardPass, from seeds: [Seed], into gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError)

  /// The means of the outputs, each times its weight, summed.
  func loss(of image: Tensor, weights: [Float], cancellation: Cancellation) throws(DreamError) -> Float

  /// The same; `gradient`, which has the image's shape, becomes the derivative of that sum with respect to the image.
  /// Nothing is copied out between the two passes.
  func loss(
    of image: Tensor, weights: [Float], gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float

  /// The time of every step of one loss with its gradient, in order; empty where the backend does not measure.
  func profile(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [StepTime]
}

extension Plan {
  package func profile(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [StepTime] { [] }
}

/// What the backward pass starts from at one output.
package enum Seed: Sendable {
  /// The derivative of the output's mean, times a weight.
  case mean(weight: Float)
  /// A gradient of the output's shape [height, width, channels].
  case gradient(Tensor)
}

/// A forward pass that a backward pass can follow.
package final class ForwardPass: Sendable {
  /// The image [height, width, 3].
  package let image: Tensor
  /// The activations [height, width, channels] of each output.
  package let activations: [Tensor]

  init(image: Tensor, activations: [Tensor]) {
    self.image = image
    self.activations = activations
  }
}

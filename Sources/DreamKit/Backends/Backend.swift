import Ground

/// Something that can run graphs: it prepares a plan for one graph and one image size, and the plan runs many times.
package protocol Backend: AnyObject {
  /// Prepares the work for images of one size.
  ///
  /// - Parameters:
  ///   - graph: the graph to run; every node is a layer that an output needs.
  ///   - outputs: the nodes whose activations and means are wanted.
  ///   - height: the rows of the image.
  ///   - width: its columns.
  ///   - precision: how freely sums may be computed.
  ///   - threads: the number of threads that compute, at least 1.
  /// - Throws: ``DreamError`` where the image is too small or a parameter cannot be read.
  func makePlan(
    for graph: Graph, outputs: [Graph.NodeID], parameters: any ParameterStore, height: Int, width: Int,
    precision: Precision, threads: Int
  ) throws(DreamError) -> any Plan
}

/// A graph prepared for one image size. The image is [height, width, 3], RGB in [-1, 1]. One thread at a time.
package protocol Plan: AnyObject {
  /// The memory in bytes that the plan works in, besides the network's weights, the image and its gradient.
  var workingMemory: Int { get }

  /// The activations [height, width, channels] of each output.
  func activations(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [Tensor]

  /// The means of the outputs, summed.
  func loss(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> Float

  /// The means of the outputs, summed; `gradient`, which has the image's shape, becomes the derivative of that sum
  /// with respect to the image.
  func loss(
    of image: Tensor, gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float

  /// The time of every operation of one loss with its gradient, in order; empty where the backend does not measure.
  func profile(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [StepTime]
}

extension Plan {
  package func profile(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [StepTime] { [] }
}

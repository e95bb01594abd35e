@testable import DreamKit

/// A model of one convolution and its ReLU, for images of at least 8×8 pixels.
package func makeSmallModel(seed: UInt64 = 0, filters: Int = 16) throws -> FeatureExtractor {
  var builder = GraphBuilder()
  let image = builder.input(.tf)
  let window = Window(rows: 3, columns: 3)
  _ = builder.relu(
    builder.convolution(image, filters: filters, window: window, hasBias: true), named: "layer")
  let network = Network(
    name: "small", origin: "test", minimumSide: 8, graph: builder.graph,
    parameters: LivelyParameters(for: builder.graph, seed: seed))
  return try FeatureExtractor(network: network, outputs: ["layer"])
}

/// The weights one layer of a network needs.
package struct WeightRequest: Sendable, Equatable {
  /// The layer's name in the network: `conv2d_3`, `fire2/squeeze1x1`.
  package let name: String
  /// The stem that Keras names such layers by: "conv2d", "batch_normalization".
  package let kind: String
  /// The shape of each weight, in Keras' order.
  package let shapes: [Shape]

  /// Describes what a layer needs.
  package init(name: String, kind: String, shapes: [Shape]) {
    self.name = name
    self.kind = kind
    self.shapes = shapes
  }
}

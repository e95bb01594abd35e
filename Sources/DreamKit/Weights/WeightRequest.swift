/// The weights one layer of a network needs.
package struct WeightRequest: Sendable, Equatable {
  /// The kinds of layers that have weights; the raw value is the stem Keras names them by.
  package enum Kind: String, Sendable, CaseIterable {
    /// Kernel [rows, columns, in, out], then a bias [out] where there is one.
    case convolution = "conv2d"
    /// Gamma where there is a scale, beta, moving mean, moving variance: each [channels].
    case batchNormalization = "batch_normalization"
    /// Kernel [in, out], bias [out].
    case dense = "dense"
  }

  /// The layer's name in the network: `conv2d_3`, `fire2/squeeze1x1`.
  package let name: String
  /// What the layer is.
  package let kind: Kind
  /// The shape of each weight, in Keras' order.
  package let shapes: [Shape]

  /// Describes what a layer needs.
  package init(name: String, kind: Kind, shapes: [Shape]) {
    self.name = name
    self.kind = kind
    self.shapes = shapes
  }
}

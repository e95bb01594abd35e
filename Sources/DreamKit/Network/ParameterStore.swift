/// Where the parameters of a network's layers are read from, whenever a backend prepares them.
package protocol ParameterStore: Sendable {
  /// The parameters of one layer, in Keras' order: a convolution's kernel [rows, columns, in, out] and its bias [out]
  /// where it has one; a batch normalisation's gamma where it has one, beta, moving mean and moving variance, each
  /// [channels].
  func parameters(of layer: String) throws(DreamError) -> [Tensor]

  /// A name for these parameters that no others have, fit for a file's name; what was prepared from them may be kept
  /// under it. Nil where they cannot be told from others, or need not be kept.
  var identity: String? { get }

  /// The paths of the files that the identity stands for, in its order.
  var files: [String] { get }
}

extension ParameterStore {
  package var identity: String? { nil }
  package var files: [String] { [] }
}

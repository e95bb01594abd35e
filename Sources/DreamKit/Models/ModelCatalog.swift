/// The networks DreamKit can build.
public enum Architecture: String, CaseIterable, Sendable {
  case inceptionV3 = "InceptionV3"
  case squeezeNet = "SqueezeNet"
}

/// Where a network's parameters come from.
public enum WeightSource: Sendable, Equatable {
  /// The official file of the Keras project, found in the weights folder or downloaded.
  case imagenet
  /// A Keras HDF5 file.
  case file(String)
  /// Random numbers, as Keras draws them (Glorot uniform kernels), from a seed.
  case random(seed: UInt64)
}

extension Network {
  /// Builds a network and gives it its parameters.
  ///
  /// - Throws: ``DreamError`` where the weights cannot be found, downloaded or do not fit; the sentence says what to do.
  public static func load(
    _ architecture: Architecture, weights: WeightSource, cancellation: Cancellation,
    progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> Network { throw DreamError(.backend, "Not built yet.") }
}

import Ground

extension RunningDigest {
  /// Adds a tensor's shape, and its numbers as this machine holds them.
  package func add(_ tensor: Tensor) {
    add(tensor.shape.description)
    tensor.values.withUnsafeBytes { add($0) }
  }
}

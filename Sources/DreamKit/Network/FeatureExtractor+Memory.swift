/// The memory that images take in a network, known before they are computed.
extension FeatureExtractor {
  /// The memory in bytes that the loss and the gradient of an image take besides the network's weights: exactly for an
  /// image of up to 1024 pixels on its longest side. That of a larger one is estimated from a smaller one, because it grows
  /// with the area, and because to plan takes time and memory of its own.
  ///
  /// - Throws: ``DreamError`` where the image is smaller than the network allows.
  public func estimatedMemory(height: Int, width: Int) throws(DreamError) -> Int {
    let longest = max(height, width)
    guard longest > Self.longestPlanned else { return try workingMemory(height: height, width: width) }
    func side(_ length: Int) -> Int { max(length * Self.probe / longest, min(length, network.minimumSide)) }
    let bytes = Double(try workingMemory(height: side(height), width: side(width)))
    return Int(bytes * Double(height * width) / Double(side(height) * side(width)))
  }

  /// Refuses an image that takes more memory in the network than is free.
  ///
  /// - Throws: ``DreamError`` that says both amounts.
  func checkMemory(
    height: Int, width: Int, free: (() -> Int?)? = nil
  ) throws(DreamError) {
    try FreeMemory.check(
      try estimatedMemory(height: height, width: width),
      for: .image(height: height, width: width, network: network.name),
      free: free ?? { self.availableMemory })
  }

  // MARK: Implementation

  private static let longestPlanned = 1024
  /// The longest side of the image that stands for a longer one.
  private static let probe = 512
}

/// What a dream takes of the machine's memory besides the network's weights, and the refusal of one that cannot fit.
enum DreamMemory {
  /// As many images of the picture's own size, in float32, are there at once at the most. While the image is enlarged:
  /// the picture, the result and, each at half the size, the image, its base and what was dreamt; and in 8 bits, which
  /// are a quarter, the picture, its file and a preview. While a step is taken: the image, the gradient and a tile's.
  static let imageCopies = 5

  /// The bytes of a dream's images, of which the largest has `size` pixels.
  static func images(_ size: (height: Int, width: Int)) -> Int {
    imageCopies * size.height * size.width * 3 * MemoryLayout<Float>.stride
  }

  /// The bytes of the whole dream.
  ///
  /// - Parameters:
  ///   - size: the sides of its largest image.
  ///   - tile: the sides of the largest part of which a gradient is computed at once.
  /// - Throws: ``DreamError`` where a tile is too small for the network.
  static func estimate(
    _ size: (height: Int, width: Int), tile: (height: Int, width: Int), model: FeatureExtractor
  ) throws(DreamError) -> Int {
    try model.estimatedMemory(height: tile.height, width: tile.width) + images(size)
  }

  /// Refuses a dream that takes more than there is.
  ///
  /// - Throws: ``DreamError`` that says both amounts.
  static func check(
    _ bytes: Int, remedy: String, free: () -> Int? = { FreeMemory.bytes }
  ) throws(DreamError) {
    try FreeMemory.check(bytes, for: "This dream would take about", remedy: remedy, free: free)
  }
}

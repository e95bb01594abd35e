/// What a dream takes of the machine's memory, and the refusal of one that cannot fit: a program that takes more than there
/// is gets killed without a word.
enum DreamMemory {
  /// As many images of the picture's own size, in float32, are there at once at the most: the picture and its smaller
  /// sizes, the image, the gradient, the tile and its gradient, two while the image is enlarged, and the preview.
  static let imageCopies = 8

  /// The bytes of a dream's images, of which the largest has `size` pixels.
  static func images(_ size: (height: Int, width: Int)) -> Int {
    imageCopies * size.height * size.width * 3 * MemoryLayout<Float>.stride
  }

  /// The bytes that a dream takes besides the network's weights.
  ///
  /// - Parameters:
  ///   - size: the sides of its largest image.
  ///   - tile: the sides of the largest part of which a gradient is computed at once.
  /// - Throws: ``DreamError`` where a tile is too small for the network.
  static func estimate(
    _ size: (height: Int, width: Int), tile: (height: Int, width: Int), model: FeatureExtractor
  ) throws(DreamError) -> Int {
    try layers(tile, model) + images(size)
  }

  /// Refuses a dream that takes more bytes than are free; where nobody knows how many are, nothing is refused.
  ///
  /// - Throws: ``DreamError`` that says both amounts.
  static func check(_ bytes: Int, remedy: String, free: () -> Int? = { MachineMemory.available })
    throws(DreamError)
  {
    guard let first = free(), bytes > first else { return }
    // What earlier dreams have worked in is free, too, once they give it back.
    Engine.rest()
    guard let free = free(), bytes > free else { return }
    throw DreamError(
      .limitExceeded, "This dream would take about \(bytes.inMegabytes), but \(free.inMegabytes) are free.",
      remedy: remedy)
  }

  /// The memory of a network's layers for a part of an image. Of large parts it is estimated from a smaller one, because it
  /// grows with the area.
  static func layers(
    _ tile: (height: Int, width: Int), _ model: FeatureExtractor
  ) throws(DreamError) -> Int {
    let longest = Double(max(tile.height, tile.width))
    guard longest > longestPlanned else {
      return try model.workingMemory(height: tile.height, width: tile.width)
    }
    func side(_ length: Int) -> Int {
      max(Int(Double(length) * probe / longest), min(length, model.network.minimumSide))
    }
    let small = (height: side(tile.height), width: side(tile.width))
    let bytes = Double(try model.workingMemory(height: small.height, width: small.width))
    return Int(bytes * Double(tile.height * tile.width) / Double(small.height * small.width))
  }

  // MARK: Implementation

  /// The longest side of a part that is planned to learn what it takes, in pixels: to plan takes time and memory of its own.
  private static let longestPlanned = 1024.0
  /// The longest side of the part that stands for a longer one.
  private static let probe = 512.0
}

import Ground

/// The gradient of an image, tile by tile, so that the memory depends on the tiles and not on the image.
///
/// The loss is the mean of the tiles' losses. Pixels that no tile covers get the gradient 0.
///
/// ```swift
/// var gradients = TiledGradient(model, tiling: .cover(tileSize: 512))
/// let direction = try gradients.normalized(of: image, cancellation: Cancellation())
/// ```
public struct TiledGradient<Part: ImageGradient>: ImageGradient {
  /// How an image is cut.
  public let tiling: Tiling
  private var part: Part
  private var tile = Tensor(repeating: 0, shape: [0])
  private var tileGradient = Tensor(repeating: 0, shape: [0])

  /// Prepares tiled gradients.
  ///
  /// - Parameters:
  ///   - part: computes the gradient of each tile.
  ///   - tiling: how an image is cut.
  public init(_ part: Part, tiling: Tiling) {
    self.part = part
    self.tiling = tiling
  }

  /// The name of what computes a tile.
  public var name: String { part.name }

  /// The shortest side of an image, and of a tile, in pixels.
  public var minimumSide: Int { part.minimumSide }

  /// The longest side of a tile in pixels.
  public var tileSize: Int? { tiling.tileSize }

  /// About how many bytes the largest tile takes.
  public func estimatedMemory(height: Int, width: Int) throws(DreamError) -> Int {
    let tiles = try tiles(height: height, width: width)
    guard let largest = tiles.max(by: { $0.height * $0.width < $1.height * $1.width }) else { return 0 }
    return try part.estimatedMemory(height: largest.height, width: largest.width)
  }

  /// The mean of the tiles' losses, and the gradient of each pixel from its tile.
  public mutating func callAsFunction(
    _ image: Tensor, shift: Shift, into gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    guard image.isImageShaped else { throw .notAnImage(image.shape) }
    let tiles = try tiles(height: image.shape[0], width: image.shape[1])
    if tiles.reduce(0, { $0 + $1.rows.count * $1.columns.count }) < image.shape[0] * image.shape[1] {
      gradient = Tensor(repeating: 0, shape: image.shape)
    }
    Log.tiles.debug("\(image.shape[1])×\(image.shape[0]) pixels in \(tiles.count) tiles, \(tiling)")
    var sum = 0.0
    for place in tiles {
      let shape: Shape = [place.height, place.width, 3]
      if tile.shape != shape {
        tile = Tensor(repeating: 0, shape: shape)
        tileGradient = tile
      }
      tile.fill(from: image, top: place.top - shift.rows, left: place.left - shift.columns)
      sum += Double(try part(tile, shift: .zero, into: &tileGradient, cancellation: cancellation))
      gradient.take(place, of: tileGradient, shift: shift)
    }
    return Float(sum / Double(tiles.count))
  }

  // MARK: Implementation

  private func tiles(height: Int, width: Int) throws(DreamError) -> [Tile] {
    guard tiling.tileSize >= minimumSide else {
      throw .tileTooSmall(side: tiling.tileSize, minimum: minimumSide, network: name)
    }
    return tiling.tiles(height: height, width: width, minimumSide: minimumSide)
  }
}

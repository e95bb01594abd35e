import Ground

/// A cover of an image by tiles of one size, for images whose gradient is too large to compute at once.
///
/// Every pixel belongs to exactly one tile, so none is left without a gradient and none gets two. All tiles have the same
/// size, so that each counts alike and one plan serves them all: the last row and column of tiles are moved back into
/// the image, and what they share with their neighbours stays the neighbours'.
public struct TileCover: Sendable, Equatable {
  /// One tile: where it lies in the image, and the pixels that are its own.
  public struct Tile: Sendable, Equatable {
    /// The image's row under the tile's first.
    public let top: Int
    /// The image's column under the tile's first.
    public let left: Int
    /// The image's rows whose gradient this tile gives.
    public let rows: Range<Int>
    /// The image's columns whose gradient this tile gives.
    public let columns: Range<Int>
  }

  /// The rows of each tile.
  public let height: Int
  /// The columns of each tile.
  public let width: Int
  /// The tiles, row by row.
  public let tiles: [Tile]

  /// Covers an image.
  ///
  /// - Parameters:
  ///   - size: the image's sides in pixels, each at least `minimumSide`.
  ///   - tileSize: the longest side of a tile in pixels, at least `minimumSide`.
  ///   - minimumSide: the shortest side of a tile.
  public init(size: (height: Int, width: Int), tileSize: Int, minimumSide: Int) {
    let rows = Self.bands(size.height, tileSize, minimumSide)
    let columns = Self.bands(size.width, tileSize, minimumSide)
    (height, width) = (rows.length, columns.length)
    tiles = rows.bands.flatMap { row in
      columns.bands.map { column in
        Tile(top: row.first, left: column.first, rows: row.own, columns: column.own)
      }
    }
  }

  // MARK: Implementation

  /// Cuts one side into as few bands as the tile size allows, all of them equally long.
  private static func bands(
    _ side: Int, _ tileSize: Int, _ minimumSide: Int
  ) -> (length: Int, bands: [(first: Int, own: Range<Int>)]) {
    let count = (side + tileSize - 1) / tileSize
    let length = min(side, max((side + count - 1) / count, minimumSide))
    let bands = (0..<count).map { band in
      let own = min(band * length, side)..<min((band + 1) * length, side)
      return (first: min(own.lowerBound, side - length), own: own)
    }
    return (length, bands.filter { !$0.own.isEmpty })
  }
}

/// The loss and the gradient of an image, tile by tile, each pixel's gradient from exactly one tile.
struct CoveredGradient {
  let model: FeatureExtractor
  private var tile = Tensor(repeating: 0, shape: [0])
  private var part = Tensor(repeating: 0, shape: [0])

  init(model: FeatureExtractor) { self.model = model }

  /// The mean of the tiles' losses; `gradient`, a tensor of the image's shape, becomes the tiles' gradients, not
  /// normalised.
  ///
  /// - Parameter shift: how far the image is rolled before it is cut, so that the seams lie elsewhere each time.
  mutating func callAsFunction(
    _ image: Tensor, cover: TileCover, shift: Shift, gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    let shape: Shape = [cover.height, cover.width, 3]
    if tile.shape != shape {
      tile = Tensor(repeating: 0, shape: shape)
      part = tile
    }
    var sum = 0.0
    for place in cover.tiles {
      tile.fill(from: image, top: place.top - shift.rows, left: place.left - shift.columns)
      sum += Double(try model.loss(of: tile, gradient: &part, cancellation: cancellation))
      gradient.take(place, of: part, shift: shift)
    }
    return Float(sum / Double(cover.tiles.count))
  }
}

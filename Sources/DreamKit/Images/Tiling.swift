/// A rectangle of an image for which a gradient is computed at once, and the pixels whose gradient it gives.
public struct Tile: Sendable, Equatable {
  /// The image's row under the tile's first.
  public let top: Int
  /// The image's column under the tile's first.
  public let left: Int
  /// The rows of the tile.
  public let height: Int
  /// The columns of the tile.
  public let width: Int
  /// The image's rows whose gradient this tile gives.
  public let rows: Range<Int>
  /// The image's columns whose gradient this tile gives.
  public let columns: Range<Int>
}

/// How an image is cut into tiles whose gradients are computed one at a time.
///
/// ```swift
/// let tiles = Tiling.cover(tileSize: 512).tiles(height: 1080, width: 1920, minimumSide: 75)
/// // 3 rows of 4 tiles, each 360 pixels high and 480 wide
/// ```
public enum Tiling: Sendable, Equatable {
  /// Every pixel belongs to exactly one tile, so none is left without a gradient and none gets two.
  ///
  /// All tiles have the same size, so that each counts alike and one plan serves them all: the last row and column of
  /// tiles are moved back into the image, and what they share with their neighbours stays the neighbours'.
  case cover(tileSize: Int)
  /// The tiles of the paper's `TiledGradients`: the last of each axis is skipped unless it is the only one, and the
  /// pixels without a tile have no gradient.
  ///
  /// They are counted on `height` and `width` (the paper's `img_size`), or on the image's own sides where those are nil.
  case paper(tileSize: Int, height: Int? = nil, width: Int? = nil)

  /// The longest side of a tile in pixels.
  public var tileSize: Int {
    switch self {
    case .cover(let tileSize), .paper(let tileSize, _, _): tileSize
    }
  }

  /// The tiles of an image, row by row.
  ///
  /// - Parameters:
  ///   - height: the rows of the image, at least `minimumSide`.
  ///   - width: its columns, at least `minimumSide`.
  ///   - minimumSide: the shortest side of a tile in pixels, at most ``tileSize``.
  public func tiles(height: Int, width: Int, minimumSide: Int) -> [Tile] {
    let (rows, columns): ([Band], [Band])
    switch self {
    case .cover(let tileSize):
      rows = Self.cover(height, tileSize, minimumSide)
      columns = Self.cover(width, tileSize, minimumSide)
    case .paper(let tileSize, let countedHeight, let countedWidth):
      rows = Self.paper(height, tileSize, counted: countedHeight ?? height)
      columns = Self.paper(width, tileSize, counted: countedWidth ?? width)
    }
    return rows.flatMap { row in
      columns.map { column in
        Tile(
          top: row.first, left: column.first, height: row.length, width: column.length, rows: row.own,
          columns: column.own)
      }
    }
  }

  /// The first pixels of the paper's tiles along one axis: multiples of the tile size below the side, without the last
  /// unless it is the only one.
  static func paperOrigins(_ side: Int, _ tileSize: Int) -> [Int] {
    let all = Array(stride(from: 0, to: side, by: tileSize).dropLast())
    return all.isEmpty ? [0] : all
  }

  // MARK: Implementation

  /// A tile along one axis: its first pixel, its length, and the pixels whose gradient it gives.
  private typealias Band = (first: Int, length: Int, own: Range<Int>)

  /// Cuts one side into as few bands as the tile size allows, all of them equally long.
  private static func cover(_ side: Int, _ tileSize: Int, _ minimumSide: Int) -> [Band] {
    let count = (side + tileSize - 1) / tileSize
    let length = min(side, max((side + count - 1) / count, minimumSide))
    return (0..<count).compactMap { band in
      let own = min(band * length, side)..<min((band + 1) * length, side)
      return own.isEmpty ? nil : (min(own.lowerBound, side - length), length, own)
    }
  }

  private static func paper(_ side: Int, _ tileSize: Int, counted: Int) -> [Band] {
    paperOrigins(counted, tileSize).filter { $0 < side }.map { first in
      let own = first..<min(first + tileSize, side)
      return (first, own.count, own)
    }
  }
}

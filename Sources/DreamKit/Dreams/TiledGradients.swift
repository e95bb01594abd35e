/// The gradient of an image computed tile by tile on a rolled copy: the paper's `TiledGradients` class.
public struct TiledGradients: Sendable {
  /// The network and the layers that are excited.
  public let model: FeatureExtractor

  /// Prepares tiled gradients of the sum of mean activations of the model's layers.
  public init(model: FeatureExtractor) { self.model = model }

  /// The normalised gradient of `image` ([height, width, 3] in [-1, 1]), of the same shape.
  ///
  /// As in the paper's listing the last tile of each axis is skipped unless it is the only one, each tile's loss is its
  /// own mean, and the sum of the tiles' gradients is rolled back and normalised once over the whole image, the pixels
  /// that no tile covered (zeros) included.
  ///
  /// - Parameters:
  ///   - size: the rows and columns that tiles are counted on (the paper's `img_size`).
  ///   - tileSize: the side of a tile in pixels, at least the network's smallest input.
  ///   - shift: how far the image is rolled before it is cut: rows, then columns.
  /// - Throws: ``DreamError`` where a tile is too small for the network, or when interrupted.
  public func callAsFunction(
    _ image: Tensor, size: (height: Int, width: Int), tileSize: Int = 512, shift: Shift,
    cancellation: Cancellation
  ) throws(DreamError) -> Tensor {
    guard tileSize >= model.network.minimumSide else {
      throw DreamError(
        .invalidArgument,
        "A tile of \(tileSize) pixels is too small for \(model.network.name), which needs \(model.network.minimumSide).",
        remedy: "Use a larger tile_size.")
    }
    guard image.isImageShaped else {
      throw DreamError(
        .invalidArgument,
        "Tiles are cut from an image of shape (height, width, 3); this tensor is \(image.shape).",
        remedy: "Pass one RGB image.")
    }
    let rolled = image.rolled(by: shift)
    var gradient = Tensor(repeating: 0, shape: image.shape)
    var part = Tensor(repeating: 0, shape: [0])
    for left in Self.origins(size.width, tileSize) where left < image.shape[1] {
      for top in Self.origins(size.height, tileSize) where top < image.shape[0] {
        let tile = rolled.tile(top: top, left: left, size: tileSize)
        if part.shape != tile.shape { part = Tensor(repeating: 0, shape: tile.shape) }
        _ = try model.loss(of: tile, gradient: &part, cancellation: cancellation)
        gradient.add(part, top: top, left: left)
      }
    }
    gradient = gradient.rolled(by: Shift(rows: -shift.rows, columns: -shift.columns))
    Ascent.normalize(&gradient)
    return gradient
  }

  // MARK: Implementation

  /// The first pixels of the tiles along one axis: multiples of the tile size below the side, without the last unless
  /// it is the only one.
  static func origins(_ side: Int, _ tileSize: Int) -> [Int] {
    let all = Array(stride(from: 0, to: side, by: tileSize).dropLast())
    return all.isEmpty ? [0] : all
  }
}

extension Tensor {
  /// The part of an image under a square tile, clipped at the image's edges.
  fileprivate func tile(top: Int, left: Int, size: Int) -> Tensor {
    let (height, width) = (Swift.min(size, shape[0] - top), Swift.min(size, shape[1] - left))
    var result: [Float] = []
    result.reserveCapacity(height * width * 3)
    for row in top..<(top + height) {
      let first = (row * shape[1] + left) * 3
      result += values[first..<(first + width * 3)]
    }
    return Tensor(shape: [height, width, 3], values: result)
  }

  /// Adds a tile to the part of an image that it covers.
  fileprivate mutating func add(_ tile: Tensor, top: Int, left: Int) {
    let (width, count) = (shape[1], tile.shape[1] * 3)
    values.withUnsafeMutableBufferPointer { values in
      tile.values.withUnsafeBufferPointer { part in
        for row in 0..<tile.shape[0] {
          let first = ((top + row) * width + left) * 3
          for index in 0..<count { values[first + index] += part[row * count + index] }
        }
      }
    }
  }
}

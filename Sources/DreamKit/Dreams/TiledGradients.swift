import Ground

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
  /// - Throws: ``DreamError`` where a tile is too small for the network, where the memory does not suffice, or when
  ///   interrupted.
  public func callAsFunction(
    _ image: Tensor, size: (height: Int, width: Int), tileSize: Int = 512, shift: Shift,
    cancellation: Cancellation
  ) throws(DreamError) -> Tensor {
    if image.isImageShaped, tileSize >= model.network.minimumSide {
      let bytes = try memory(for: (image.shape[0], image.shape[1]), tileSize: tileSize)
      try DreamMemory.check(bytes, remedy: "Use a smaller tile_size.")
    }
    return try gradient(
      of: image, size: size, tileSize: tileSize, shift: shift, cancellation: cancellation)
  }

  /// The memory in bytes that the gradient of an image takes besides the network's weights.
  func memory(for size: (height: Int, width: Int), tileSize: Int) throws(DreamError) -> Int {
    let tile = (min(tileSize, size.height), min(tileSize, size.width))
    return try DreamMemory.estimate(size, tile: tile, model: model)
  }

  /// The gradient, without a look at the memory.
  func gradient(
    of image: Tensor, size: (height: Int, width: Int), tileSize: Int, shift: Shift,
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
    var gradient = Tensor(repeating: 0, shape: image.shape)
    var (tile, part) = (Tensor(repeating: 0, shape: [0]), Tensor(repeating: 0, shape: [0]))
    for left in Self.origins(size.width, tileSize) where left < image.shape[1] {
      for top in Self.origins(size.height, tileSize) where top < image.shape[0] {
        let rows = top..<min(top + tileSize, image.shape[0])
        let columns = left..<min(left + tileSize, image.shape[1])
        let shape: Shape = [rows.count, columns.count, 3]
        if part.shape != shape {
          (tile, part) = (Tensor(repeating: 0, shape: shape), Tensor(repeating: 0, shape: shape))
        }
        tile.fill(from: image, top: top - shift.rows, left: left - shift.columns)
        _ = try model.loss(of: tile, gradient: &part, cancellation: cancellation)
        let place = TileCover.Tile(top: top, left: left, rows: rows, columns: columns)
        gradient.take(place, of: part, shift: shift)
      }
    }
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

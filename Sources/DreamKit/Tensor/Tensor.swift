/// A dense array of 32-bit floats in row-major order.
///
/// An image tensor is [height, width, 3], RGB; a network sees it in [-1, 1].
///
/// ```swift
/// let image = picture.levels.preprocessed().clipped(lower: -0.5, upper: 0.5)
/// print(image.shape, image.mean, image.standardDeviation)
/// ```
public struct Tensor: Sendable, Equatable {
  /// The extents, outermost first.
  public private(set) var shape: Shape
  /// The values in row-major order, `shape.count` of them.
  public var values: [Float]

  /// Makes a tensor from its values in row-major order.
  ///
  /// - Precondition: `values.count == shape.count`.
  public init(shape: Shape, values: [Float]) {
    precondition(values.count == shape.count, "a tensor has as many values as its shape says")
    self.shape = shape
    self.values = values
  }

  /// Makes a tensor that holds one value everywhere.
  public init(repeating value: Float, shape: Shape) {
    self.init(shape: shape, values: [Float](repeating: value, count: shape.count))
  }

  /// Makes a tensor without axes from one number.
  public init(_ scalar: Float) { self.init(shape: [], values: [scalar]) }

  /// Whether this is an image: [height, width, 3].
  public var isImageShaped: Bool { shape.rank == 3 && shape[2] == 3 }
}

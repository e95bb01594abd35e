import Ground

/// Something that knows in which direction an image should change: a loss, and its gradient with respect to every pixel.
///
/// A ``FeatureExtractor`` computes the gradient of a complete picture at once; a ``TiledGradient`` asks another gradient
/// for one tile after the other. Every ascent runs on any of them.
///
/// ```swift
/// var gradients = TiledGradient(model, tiling: .cover(tileSize: 512))
/// var gradient = Tensor(repeating: 0, shape: image.shape)
/// let loss = try gradients(image, shift: .zero, into: &gradient, cancellation: Cancellation())
/// ```
public protocol ImageGradient {
  /// What computes, for messages: the network's name.
  var name: String { get }

  /// The shortest side of an image in pixels.
  var minimumSide: Int { get }

  /// The longest side in pixels of the tiles that are computed one at a time, or nil where an image is computed at once.
  var tileSize: Int? { get }

  /// About how many bytes the gradient of an image takes, besides the network's weights, the image and the gradient.
  ///
  /// - Parameters:
  ///   - height: the rows of the image.
  ///   - width: its columns.
  /// - Throws: ``DreamError`` where the image is too small.
  func estimatedMemory(height: Int, width: Int) throws(DreamError) -> Int

  /// Computes the loss and its gradient.
  ///
  /// - Parameters:
  ///   - image: [height, width, 3], RGB in [-1, 1].
  ///   - shift: how far the image is rolled, circularly, before it is looked at; the gradient is rolled back. Borders and
  ///     seams of tiles then lie elsewhere in each step.
  ///   - gradient: a tensor of the image's shape, which becomes the derivative of the loss, not normalised.
  ///   - cancellation: ends the computation; what `gradient` holds is then undefined.
  /// - Returns: the loss of `image`.
  /// - Throws: ``DreamError`` where the image does not fit the network or the memory, or when interrupted.
  mutating func callAsFunction(
    _ image: Tensor, shift: Shift, into gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float
}

extension ImageGradient {
  /// The gradient divided by its standard deviation, as an ascent takes it.
  ///
  /// - Parameters:
  ///   - image: [height, width, 3], RGB in [-1, 1].
  ///   - shift: how far the image is rolled before it is looked at.
  ///   - cancellation: ends the computation.
  /// - Throws: ``DreamError`` where the image does not fit the network or the memory, or when interrupted.
  public mutating func normalized(
    of image: Tensor, shift: Shift = .zero, cancellation: Cancellation
  ) throws(DreamError) -> Tensor {
    if image.isImageShaped { try checkAscentMemory(height: image.shape[0], width: image.shape[1]) }
    var gradient = Tensor(repeating: 0, shape: image.shape)
    _ = try self(image, shift: shift, into: &gradient, cancellation: cancellation)
    gradient.normalizeGradient()
    return gradient
  }

  /// A gradient computes an image at once where it does not say otherwise.
  public var tileSize: Int? { nil }

  /// The bytes of all images of an ascent whose largest has that size. As many as ``imageCopies`` exist at once at most.
  ///
  /// While an image is enlarged: the picture, the result and, each at half the size, the image, its base and what was
  /// dreamt; and in 8 bits, which are a quarter, the picture, its file and a preview. While a step is taken: the image,
  /// the gradient and a tile's.
  static func imageMemory(height: Int, width: Int) -> Int {
    imageCopies * height * width * 3 * MemoryLayout<Float>.stride
  }

  static var imageCopies: Int { 5 }

  /// The bytes of an ascent whose largest image has that size: its images, and what the gradient takes.
  func ascentMemory(height: Int, width: Int) throws(DreamError) -> Int {
    try estimatedMemory(height: height, width: width) + Self.imageMemory(height: height, width: width)
  }

  /// Refuses an ascent that takes more memory than is free.
  ///
  /// - Throws: ``DreamError/outOfMemory(needed:free:work:)``.
  func checkAscentMemory(
    height: Int, width: Int, free: () -> Int? = { FreeMemory.bytes }
  ) throws(DreamError) {
    try FreeMemory.check(
      try ascentMemory(height: height, width: width), for: .dream(tileSize: tileSize), free: free)
  }
}

extension FeatureExtractor: ImageGradient {
  /// The network's name.
  public var name: String { network.name }

  /// The shortest side of an image in pixels.
  public var minimumSide: Int { network.minimumSide }

  /// The loss of the complete image, and its gradient.
  public func callAsFunction(
    _ image: Tensor, shift: Shift, into gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    try loss(of: image, weights: nil, shift: shift, gradient: &gradient, cancellation: cancellation)
  }

  /// The loss of an image that is rolled before it is looked at, and its gradient, rolled back.
  ///
  /// - Parameter weights: a factor for the mean of each output; 1 for all where nil.
  func loss(
    of image: Tensor, weights: [Float]?, shift: Shift, gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    if shift == .zero {
      return try loss(of: image, weights: weights, gradient: &gradient, cancellation: cancellation)
    }
    let loss = try loss(
      of: image.rolled(by: shift), weights: weights, gradient: &gradient, cancellation: cancellation)
    gradient = gradient.rolled(by: -shift)
    return loss
  }
}

// Signatures that the rest of the project relies on. (Skeleton: the bodies come with the image codecs.)

extension Image {
  /// Decodes a PNG or JPEG file. With `maxDimension`, shrinks as Pillow's `thumbnail` does.
  public init(decoding bytes: [UInt8], maxDimension: Int? = nil, limits: ImageLimits = .init()) throws(DreamError) {
    throw DreamError(.backend, "Not built yet.")
  }
  /// The picture as a PNG file, with optional text entries.
  public func pngData(text: [String: String] = [:]) throws(DreamError) -> [UInt8] { [] }
  /// The picture as a JPEG file; quality in 1...100.
  public func jpegData(quality: Int = 95) throws(DreamError) -> [UInt8] { [] }
  /// The project's own star field with nebulae, the same for the same arguments.
  public static func sample(width: Int = 500, height: Int = 375, seed: UInt64 = 21) -> Image {
    Image(height: height, width: width, pixels: [UInt8](repeating: 0, count: height * width * 3))
  }
  /// The levels as floats in [0, 255].
  public var levels: Tensor { Tensor(shape: shape, values: pixels.map(Float.init)) }
  /// The paper's `deprocess`: 255 · (x + 1) / 2, truncated to 8 bits. `tensor` is [height, width, 3] in [-1, 1].
  public init(deprocessing tensor: Tensor) throws(DreamError) { throw DreamError(.backend, "Not built yet.") }
  /// `tf.image.convert_image_dtype(x, uint8)`: x in [0, 1] times 255.5, truncated, saturated.
  public init(convertingUnit tensor: Tensor) throws(DreamError) { throw DreamError(.backend, "Not built yet.") }
  /// `tf.cast(x, uint8)`: truncated towards zero to 8 bits.
  public init(truncating tensor: Tensor) throws(DreamError) { throw DreamError(.backend, "Not built yet.") }
  /// Fetches and decodes a picture from an http, https, file or data address or a path; remote files are cached.
  public static func download(
    _ address: String, maxDimension: Int? = nil, limits: ImageLimits = .init(), cancellation: Cancellation,
    progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> Image { throw DreamError(.backend, "Not built yet.") }
  /// Writes the picture to a path, as PNG or JPEG by its ending, whole or not at all.
  public func write(to path: String) throws(DreamError) {}
}

/// What a picture may be at the most.
public struct ImageLimits: Sendable {
  /// The number of pixels above which a file is refused as a decompression bomb (Pillow refuses above 178,956,970).
  public var maxPixels = 178_956_970
  public init() {}
}

extension Tensor {
  /// `x / 127.5 - 1` in float32: levels in [0, 255] become [-1, 1].
  public func preprocessed() -> Tensor { self }
  /// `tf.image.resize`: bilinear, half-pixel centres, no antialiasing; self is [height, width, channels].
  public func resized(height: Int, width: Int) throws(DreamError) -> Tensor { self }
  /// Writes the values as a NumPy `.npy` file (float32, C order), whole or not at all.
  public func writeNPY(to path: String) throws(DreamError) {}
  /// Reads a NumPy `.npy` file of float32, float64 or 8-bit levels.
  public init(npyAt path: String) throws(DreamError) { throw DreamError(.backend, "Not built yet.") }
}

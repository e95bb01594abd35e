/// What a picture may be at the most.
public struct ImageLimits: Sendable {
  /// The number of pixels above which a file is refused as a decompression bomb. Pillow refuses above
  /// 178,956,970.
  public var maxPixels: Int

  /// The limits that Pillow has, or others.
  public init(maxPixels: Int = 178_956_970) { self.maxPixels = maxPixels }

  /// - Throws: ``DreamError`` where a picture of that size is too large, or has no pixels.
  func check(width: Int, height: Int) throws(DreamError) {
    guard width > 0, height > 0 else { throw DreamError(.unreadable, "The picture has no pixels.") }
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    if overflow || pixels > maxPixels {
      throw DreamError(
        .limitExceeded,
        "The picture says it has \(width)×\(height) pixels, more than the limit of \(maxPixels): it may be a decompression bomb.",
        remedy: "If you trust it, make it smaller with another program first.")
    }
  }
}

/// Shrinking as Pillow's `thumbnail((max, max))` does it: the same sizes, the same two stages, the same 8-bit
/// arithmetic.
enum Thumbnail {
  /// How many times smaller than the source Pillow keeps the input of its second stage, at the least.
  private static let reducingGap = 2.0

  /// The picture shrunk to fit a square, or as it is where it fits.
  ///
  /// - Parameters:
  ///   - image: the picture, perhaps decoded at a reduced size already.
  ///   - originalSize: the size that its file says.
  ///   - maxDimension: the side of the square, at least 1.
  static func shrink(_ image: Image, originalSize: (width: Int, height: Int), maxDimension: Int) -> Image {
    guard let size = size(of: originalSize, maxDimension: maxDimension) else { return image }
    let scale = draftScale(width: originalSize.width, height: originalSize.height, maxDimension: maxDimension)
    let isDraft = image.width != originalSize.width || image.height != originalSize.height
    var extent =
      isDraft
      ? (x: Double(originalSize.width) / Double(scale), y: Double(originalSize.height) / Double(scale))
      : (x: Double(image.width), y: Double(image.height))
    var source = image
    let factorX = max(Int(extent.x / Double(size.width) / reducingGap), 1)
    let factorY = max(Int(extent.y / Double(size.height) / reducingGap), 1)
    if factorX > 1 || factorY > 1 {
      source = BoxReduction.reduce(image, factorX: factorX, factorY: factorY)
      extent = (extent.x / Double(factorX), extent.y / Double(factorY))
    }
    return BicubicReduction.resize(source, extent: extent, to: size)
  }

  /// By how much a JPEG is decoded smaller: 8, 4, 2 or 1, so that both sides stay at least twice the
  /// square's.
  static func draftScale(width: Int, height: Int, maxDimension: Int) -> Int {
    guard size(of: (width, height), maxDimension: maxDimension) != nil else { return 1 }
    let wanted = Int(Double(maxDimension) * reducingGap)
    let scale = min(width / wanted, height / wanted)
    return [8, 4, 2].first { scale >= $0 } ?? 1
  }

  /// The size that fits the square: one side is the square's, the other the floor or the ceiling that keeps
  /// the aspect ratio best. Nil where the picture fits already.
  static func size(of original: (width: Int, height: Int), maxDimension: Int) -> (width: Int, height: Int)? {
    if maxDimension >= original.width && maxDimension >= original.height { return nil }
    let side = Double(maxDimension)
    let aspect = Double(original.width) / Double(original.height)
    func nearest(_ number: Double, _ error: (Double) -> Double) -> Int {
      let (low, high) = (number.rounded(.down), number.rounded(.up))
      return max(Int(error(low) <= error(high) ? low : high), 1)
    }
    if aspect <= 1 {
      return (nearest(side * aspect) { abs(aspect - $0 / side) }, maxDimension)
    }
    return (maxDimension, nearest(side / aspect) { $0 == 0 ? 0 : abs(aspect - side / $0) })
  }
}

extension Image {
  /// The picture shrunk to fit a square of that side, as Pillow's `thumbnail` does it; as it is where it fits.
  public func thumbnail(maxDimension: Int) -> Image {
    Thumbnail.shrink(self, originalSize: (width, height), maxDimension: max(maxDimension, 1))
  }
}

/// Pillow's `reduce`: the rounded mean of complete blocks, and of what is left of them at the right and lower
/// edges.
enum BoxReduction {
  static func reduce(_ image: Image, factorX: Int, factorY: Int) -> Image {
    let width = (image.width + factorX - 1) / factorX
    let height = (image.height + factorY - 1) / factorY
    let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, count in
      image.pixels.withUnsafeBufferPointer { source in
        for y in 0..<height {
          let rows = y * factorY..<min((y + 1) * factorY, image.height)
          for x in 0..<width {
            let columns = x * factorX..<min((x + 1) * factorX, image.width)
            let size = UInt32(rows.count * columns.count)
            // 2^24 / size in single precision, truncated: Pillow's fixed-point division.
            let reciprocal = UInt32(0x1p24 / Float(size))
            for channel in 0..<3 {
              var sum = size / 2
              for row in rows {
                for column in columns { sum &+= UInt32(source[(row * image.width + column) * 3 + channel]) }
              }
              target.initializeElement(
                at: (y * width + x) * 3 + channel, to: UInt8(truncatingIfNeeded: (sum &* reciprocal) >> 24))
            }
          }
        }
      }
      count = width * height * 3
    }
    return Image(height: height, width: width, pixels: pixels)
  }
}

/// Pillow's `resize` with its antialiasing bicubic filter (a = -0.5): one direction, rounded to 8 bits, then
/// the other.
enum BicubicReduction {
  /// Resizes the part of the picture from its upper left corner to `extent`, which may end within a pixel.
  ///
  /// The order shows in the last bit: between the two steps the levels are rounded. Where far more rows than
  /// columns go away, Pillow (from version 13) starts with the columns of pixels.
  static func resize(_ image: Image, extent: (x: Double, y: Double), to size: (width: Int, height: Int))
    -> Image
  {
    let startsVertically =
      image.height > size.height && image.height - size.height > 2 * (image.width - size.width)
    if startsVertically {
      return horizontally(
        vertically(image, extent: extent.y, to: size.height), extent: extent.x, to: size.width)
    }
    return vertically(
      horizontally(image, extent: extent.x, to: size.width), extent: extent.y, to: size.height)
  }

  // MARK: Implementation

  /// The bits behind the point in Pillow's 8-bit resampling.
  fileprivate static let precision = 22

  private static func horizontally(_ image: Image, extent: Double, to width: Int) -> Image {
    if width == image.width && extent == Double(width) { return image }
    return resampleRows(image, FilterTaps(inputs: image.width, extent: extent, outputs: width), width: width)
  }

  private static func vertically(_ image: Image, extent: Double, to height: Int) -> Image {
    if height == image.height && extent == Double(height) { return image }
    return resampleColumns(
      image, FilterTaps(inputs: image.height, extent: extent, outputs: height), height: height)
  }

  private static func resampleRows(_ image: Image, _ taps: FilterTaps, width: Int) -> Image {
    let pixels = [UInt8](unsafeUninitializedCapacity: width * image.height * 3) { target, count in
      image.pixels.withUnsafeBufferPointer { source in
        for y in 0..<image.height {
          for output in 0..<width {
            let first = y * image.width + taps.firsts[output]
            let weights = taps.weights[output]
            for channel in 0..<3 {
              var sum = 1 << (precision - 1)
              for (offset, weight) in weights.enumerated() {
                sum += Int(source[(first + offset) * 3 + channel]) * weight
              }
              target.initializeElement(
                at: (y * width + output) * 3 + channel, to: UInt8(clamping: sum >> precision))
            }
          }
        }
      }
      count = width * image.height * 3
    }
    return Image(height: image.height, width: width, pixels: pixels)
  }

  private static func resampleColumns(_ image: Image, _ taps: FilterTaps, height: Int) -> Image {
    let row = image.width * 3
    let pixels = [UInt8](unsafeUninitializedCapacity: row * height) { target, count in
      image.pixels.withUnsafeBufferPointer { source in
        for output in 0..<height {
          let first = taps.firsts[output] * row
          let weights = taps.weights[output]
          for x in 0..<row {
            var sum = 1 << (precision - 1)
            for (offset, weight) in weights.enumerated() {
              sum += Int(source[first + offset * row + x]) * weight
            }
            target.initializeElement(at: output * row + x, to: UInt8(clamping: sum >> precision))
          }
        }
      }
      count = row * height
    }
    return Image(height: height, width: image.width, pixels: pixels)
  }
}

/// For each output the inputs that make it: the first of them, and their weights in fixed point.
private struct FilterTaps {
  var firsts: [Int] = []
  var weights: [[Int]] = []

  /// - Parameters:
  ///   - inputs: the number of inputs.
  ///   - extent: the part of them that is resized, from the first on.
  ///   - outputs: the number of outputs.
  init(inputs: Int, extent: Double, outputs: Int) {
    // Pillow hands the extent over in single precision.
    let scale = Double(Float(extent)) / Double(outputs)
    let filterScale = max(scale, 1)
    let support = 2 * filterScale
    for output in 0..<outputs {
      let center = (Double(output) + 0.5) * scale
      let first = max(Int(center - support + 0.5), 0)
      let last = min(Int(center + support + 0.5), inputs)
      let raw = (first..<last).map { Self.bicubic((Double($0) - center + 0.5) * (1 / filterScale)) }
      let sum = raw.reduce(0, +)
      firsts.append(first)
      weights.append(
        raw.map { weight in
          let scaled = (sum == 0 ? weight : weight / sum) * Double(1 << BicubicReduction.precision)
          return Int(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
        })
    }
  }

  /// The cubic convolution kernel (Keys, 1981) with a = -0.5.
  private static func bicubic(_ x: Double) -> Double {
    let (a, x) = (-0.5, abs(x))
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }
}

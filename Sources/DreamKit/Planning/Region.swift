/// A range of floats in a buffer of a schedule, and what lies there.
struct Region: Equatable, CustomStringConvertible {
  /// The index of the buffer in ``Schedule/buffers``.
  var buffer: Int
  /// The floats, counted from the buffer's first.
  var floats: Range<Int>
  /// The extents [height, width, channels] of what lies there.
  var shape: Shape
  /// The channels in a block: activations lie as [channels / block, height, width, block], with zeros for the channels that
  /// only fill the last block. With 1 they are planes.
  var block: Int
  /// The channels that are meant.
  var channels: Range<Int>

  /// Activations of a shape.
  init(buffer: Int, first: Int, shape: Shape, block: Int) {
    let count = (shape[2] + block - 1) / block * block * shape[0] * shape[1]
    (self.buffer, floats, self.shape, self.block) = (buffer, first..<(first + count), shape, block)
    channels = 0..<shape[2]
  }

  /// Floats without a meaning.
  init(buffer: Int, floats: Range<Int>) {
    self.init(buffer: buffer, first: floats.lowerBound, shape: [floats.count, 1, 1], block: 1)
  }

  /// The positions of a channel.
  var pixels: Int { shape[0] * shape[1] }
  /// Whether all channels are meant.
  var isComplete: Bool { channels == 0..<shape[2] }

  /// The same in another buffer.
  func moved(to buffer: Int) -> Region {
    var result = self
    result.buffer = buffer
    return result
  }

  /// Some of its channels, counted from its first.
  subscript(channels: Range<Int>) -> Region {
    var result = self
    result.channels = channels
    return result
  }

  /// `b3[0..<512]`, with some channels alone `b3[0..<512]{17..<18}`.
  var description: String { "b\(buffer)[\(floats)]" + (isComplete ? "" : "{\(channels)}") }
}

/// Which parts of the gradient buffers hold a gradient already, so that the first writer overwrites and later ones add.
struct GradientCoverage {
  private var ranges: [Int: [Range<Int>]] = [:]

  /// The unwritten parts of a region, in order.
  func gaps(in region: Region) -> [Range<Int>] {
    var gaps: [Range<Int>] = []
    var next = region.floats.lowerBound
    for written in ranges[region.buffer, default: []].sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard written.overlaps(region.floats) else { continue }
      if written.lowerBound > next { gaps.append(next..<written.lowerBound) }
      next = max(next, written.upperBound)
    }
    if next < region.floats.upperBound { gaps.append(next..<region.floats.upperBound) }
    return gaps
  }

  /// Whether nothing in the region has been written.
  func isEmpty(in region: Region) -> Bool { gaps(in: region) == [region.floats] }

  /// Marks a region as written.
  mutating func insert(_ region: Region) { ranges[region.buffer, default: []].append(region.floats) }
}

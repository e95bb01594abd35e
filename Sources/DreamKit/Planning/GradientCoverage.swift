/// Which parts of the gradient buffers hold a gradient already, so that the first writer overwrites and later ones add.
struct GradientCoverage {
  private var ranges: [Int: [Range<Int>]] = [:]

  /// The parts of a region that nobody has written, in order.
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

  /// Whether nobody has written anything there.
  func isEmpty(in region: Region) -> Bool { gaps(in: region) == [region.floats] }

  /// Notes that a region is written.
  mutating func insert(_ region: Region) { ranges[region.buffer, default: []].append(region.floats) }
}

/// A range of floats in a buffer of a plan: the blocked channels of one layer.
struct Region: Equatable {
  /// The buffer's place in the plan.
  var buffer: Int
  /// The floats, counted from the buffer's first.
  var floats: Range<Int>
}

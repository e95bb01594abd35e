/// A sliding window: its extents, its stride, and what happens at the edges.
package struct Window: Sendable, Equatable {
  /// Keras' two paddings.
  package enum Padding: Sendable, Equatable {
    /// The window stays inside the input.
    case valid
    /// The output has ceil(input / stride) positions; the surplus padding goes to the bottom and the right.
    case same
  }

  package var rows: Int
  package var columns: Int
  package var stride = 1
  package var padding = Padding.same

  /// The number of positions along an axis of `extent` values under a window of `size`; 0 where it does not fit.
  package func positions(extent: Int, size: Int) -> Int {
    switch padding {
    case .valid: extent < size ? 0 : (extent - size) / stride + 1
    case .same: (extent + stride - 1) / stride
    }
  }

  /// The shape of what slides over an input.
  package func shape(over input: Shape, channels: Int) -> Shape {
    [positions(extent: input[0], size: rows), positions(extent: input[1], size: columns), channels]
  }

  /// The padding before and after an axis. After is negative where the last values are never looked at.
  package func paddings(extent: Int, size: Int) -> (before: Int, after: Int) {
    let total = (positions(extent: extent, size: size) - 1) * stride + size - extent
    guard padding == .same else { return (0, total) }
    let before = max(total, 0) / 2
    return (before, total - before)
  }
}

/// Tiles of a rolled image, read from and written to the image itself, without a rolled copy.
extension Tensor {
  /// Copies a part of an image that wraps around at its edges; both are [height, width, 3].
  mutating func fill(from image: Tensor, top: Int, left: Int) {
    let (height, width) = (shape[0], shape[1])
    let places = Wrapped(image)
    values.withUnsafeMutableBufferPointer { target in
      image.values.withUnsafeBufferPointer { source in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        for y in 0..<height {
          let row = source + places.row(top + y)
          for run in places.runs(from: left, count: width) {
            (target + y * width * 3 + run.offset).update(from: row + run.place, count: run.count)
          }
        }
      }
    }
  }

  /// Writes the pixels that a tile gives of its gradient to their position in the image before it was rolled; both are
  /// [height, width, 3].
  mutating func take(_ place: Tile, of part: Tensor, shift: Shift) {
    let width = part.shape[1]
    let places = Wrapped(self)
    values.withUnsafeMutableBufferPointer { target in
      part.values.withUnsafeBufferPointer { source in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        for y in place.rows {
          let row = target + places.row(y - shift.rows)
          let own = source + ((y - place.top) * width + place.columns.lowerBound - place.left) * 3
          for run in places.runs(from: place.columns.lowerBound - shift.columns, count: place.columns.count) {
            (row + run.place).update(from: own + run.offset, count: run.count)
          }
        }
      }
    }
  }
}

/// Offsets into the values of an image that wraps around at its edges.
private struct Wrapped {
  private let height: Int
  private let width: Int

  init(_ image: Tensor) { (height, width) = (image.shape[0], image.shape[1]) }

  /// The first value of a row.
  func row(_ y: Int) -> Int { ((y % height + height) % height) * width * 3 }

  /// Neighbouring pixels of a row, at most as many as it has, as one or two runs of values: where each begins among them
  /// and in the row, and how many values it has.
  func runs(from x: Int, count: Int) -> [(offset: Int, place: Int, count: Int)] {
    let first = (x % width + width) % width
    let before = min(count, width - first)
    let run = (offset: 0, place: first * 3, count: before * 3)
    return before == count ? [run] : [run, (before * 3, 0, (count - before) * 3)]
  }
}

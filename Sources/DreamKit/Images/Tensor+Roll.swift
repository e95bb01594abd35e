/// A circular shift in pixels: rows, then columns.
///
/// ```swift
/// let rolled = image.rolled(by: Shift(rows: 3, columns: -5))
/// let back = rolled.rolled(by: Shift(rows: -3, columns: 5))
/// ```
public struct Shift: Sendable, Equatable {
  /// How far the rows move down.
  public var rows: Int
  /// How far the columns move right.
  public var columns: Int

  /// No shift.
  public static let zero = Shift(rows: 0, columns: 0)

  /// Makes a shift.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The shift back.
  public static prefix func - (shift: Shift) -> Shift { Shift(rows: -shift.rows, columns: -shift.columns) }

  /// Draws both shifts uniformly from [-maxRoll, maxRoll), rows first, as the paper's `random_roll` does.
  ///
  /// - Precondition: `maxRoll` is 1 or more.
  public static func random(maxRoll: Int, using generator: inout some RandomNumberGenerator) -> Shift {
    let rows = Int.random(in: -maxRoll..<maxRoll, using: &generator)
    return Shift(rows: rows, columns: .random(in: -maxRoll..<maxRoll, using: &generator))
  }
}

extension Tensor {
  /// The image shifted circularly: what leaves at one edge comes in at the other (`tf.roll` on the first two axes).
  ///
  /// - Precondition: at least two axes.
  public func rolled(by shift: Shift) -> Tensor {
    precondition(shape.rank >= 2, "a tensor rolls along its first two axes")
    let (height, width) = (shape[0], shape[1])
    guard shape.count > 0 else { return self }
    let pixel = shape.count / (height * width)
    func wrapped(_ value: Int, _ side: Int) -> Int { (value % side + side) % side }
    let left = wrapped(shift.columns, width) * pixel
    let row = width * pixel
    let result = [Float](unsafeUninitializedCapacity: shape.count) { target, count in
      values.withUnsafeBufferPointer { source in
        for y in 0..<height {
          let to = wrapped(y + shift.rows, height) * row
          for index in 0..<(row - left) {
            target.initializeElement(at: to + left + index, to: source[y * row + index])
          }
          for index in 0..<left {
            target.initializeElement(at: to + index, to: source[y * row + row - left + index])
          }
        }
      }
      count = shape.count
    }
    return Tensor(shape: shape, values: result)
  }
}

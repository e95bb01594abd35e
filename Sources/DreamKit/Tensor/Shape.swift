/// The extents of a tensor, outermost first: an image is [height, width, channels].
public struct Shape: Hashable, Sendable, CustomStringConvertible, ExpressibleByArrayLiteral {
  /// The extents, each zero or more.
  public let dimensions: [Int]

  /// Makes a shape from its extents, each zero or more.
  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative extents")
    self.dimensions = dimensions
  }

  /// Makes a shape from a literal: `[333, 500, 3]`.
  public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// The number of axes.
  public var rank: Int { dimensions.count }
  /// The number of values: the product of the extents, 1 for a scalar.
  public var count: Int { dimensions.reduce(1, *) }
  /// The extent of one axis, counted from 0.
  public subscript(axis: Int) -> Int { dimensions[axis] }

  /// The shape as Python prints a tuple: `(333, 500, 3)`, `(3,)`, `()`.
  public var description: String {
    dimensions.count == 1 ? "(\(dimensions[0]),)" : "(\(dimensions.map(String.init).joined(separator: ", ")))"
  }
}

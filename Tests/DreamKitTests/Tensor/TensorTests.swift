import DreamKit
import Testing

/// Arrays of numbers: small cases by hand.
struct TensorTests {
  private let grid = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])

  @Test func shapes() {
    #expect(Shape([2, 3]).count == 6 && Shape([]).count == 1 && Shape([4, 0]).count == 0)
    #expect(Shape([]).description == "()" && Shape([3]).description == "(3,)")
    #expect(Shape([2, 3]).description == "(2, 3)")
    #expect(Tensor(5).shape.rank == 0)
    #expect(Tensor(repeating: 0, shape: [2, 2, 3]).isImageShaped && !grid.isImageShaped)
  }

  @Test(arguments: [
    (Tensor.Arithmetic.add, Float(-7), Float(2), Float(-5)), (.subtract, -7, 2, -9), (.multiply, -7, 2, -14),
    (.divide, -7, 2, -3.5), (.floorDivide, -7, 2, -4), (.modulo, -7, 2, 1), (.modulo, 7, -2, -1),
    (.power, -2, 3, -8), (.divide, 1, 0, .infinity),
  ]) func numbers(_ operation: Tensor.Arithmetic, _ a: Float, _ b: Float, _ expected: Float) {
    #expect(operation(a, b) == expected)
  }

  @Test func combiningWithNumbers() throws {
    #expect(try Tensor.combine(grid, Tensor(10), by: .subtract).values == [-9, -8, -7, -6, -5, -4])
    #expect(try Tensor.combine(Tensor(10), grid, by: .subtract).values == [9, 8, 7, 6, 5, 4])
    #expect(grid.combined(with: 2, by: .multiply).values == [2, 4, 6, 8, 10, 12])
  }

  @Test func broadcasting() throws {
    let row = Tensor(shape: [3], values: [10, 20, 30])
    let column = Tensor(shape: [2, 1], values: [100, 200])
    #expect(try Tensor.combine(grid, row, by: .add).values == [11, 22, 33, 14, 25, 36])
    #expect(try Tensor.combine(grid, column, by: .add).values == [101, 102, 103, 204, 205, 206])
    let outer = try Tensor.combine(column, row, by: .add)
    #expect(outer == Tensor(shape: [2, 3], values: [110, 120, 130, 210, 220, 230]))
    let empty = Tensor(shape: [0, 3], values: [])
    #expect(try Tensor.combine(empty, row, by: .add).shape == [0, 3])
  }

  @Test func shapesThatDoNotGoTogether() {
    #expect(throws: DreamError.self) {
      try Tensor.combine(grid, Tensor(shape: [2], values: [1, 2]), by: .add)
    }
    #expect(throws: DreamError.self) {
      try Tensor.combine(
        Tensor(repeating: 0, shape: [100_000, 1]), Tensor(repeating: 0, shape: [1, 100_000]), by: .add)
    }
  }

  @Test func clippingAndMapping() {
    #expect(grid.clipped(lower: 2, upper: 4).values == [2, 2, 3, 4, 4, 4])
    #expect(grid.map { -$0 }.values == [-1, -2, -3, -4, -5, -6])
  }

  @Test func aTensorThatNobodyElseHasLendsItsMemory() throws {
    func address(_ tensor: borrowing Tensor) -> UnsafeRawPointer? {
      tensor.values.withUnsafeBytes { $0.baseAddress }
    }
    let image = Tensor(repeating: 1, shape: [40, 30, 3])
    var term = Tensor(repeating: 2, shape: image.shape)
    let place = address(term)
    term = (consume term).combined(with: 3, by: .multiply)
    #expect(address(term) == place)
    var sum = try Tensor.combine(image, consume term, by: .add)
    #expect(address(sum) == place && sum == Tensor(repeating: 7, shape: image.shape))
    // What somebody else has stays as it is.
    let kept = sum
    sum = (consume sum).clipped(lower: 0, upper: 5)
    #expect(sum.values[0] == 5 && kept.values[0] == 7 && image.values[0] == 1)
    #expect(try Tensor.combine(kept, image, by: .subtract).values[0] == 6)
    #expect(kept.values[0] == 7 && image.values[0] == 1)
  }

  @Test func reductions() {
    #expect(grid.sum == 21 && grid.mean == 3.5)
    #expect(Tensor(shape: [4], values: [2, 4, 4, 6]).standardDeviation == 2.0.squareRoot())
    #expect(grid.bounds.map { [$0.lowest, $0.highest] } == [1, 6])
    let empty = Tensor(shape: [0], values: [])
    #expect(empty.sum == 0 && empty.mean.isNaN && empty.standardDeviation.isNaN && empty.bounds == nil)
  }

  @Test func sumsAreAddedInDoublePrecision() {
    let many = Tensor(repeating: 0.1, shape: [1_000_000])
    #expect(abs(many.sum - Double(Float(0.1)) * 1e6) < 1e-6)
  }

  @Test func reducingAnAxis() {
    #expect(grid.reduced(axis: 0, by: .sum) == Tensor(shape: [3], values: [5, 7, 9]))
    #expect(grid.reduced(axis: 1, by: .mean) == Tensor(shape: [2], values: [2, 5]))
    let cube = Tensor(shape: [2, 2, 2], values: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(cube.reduced(axis: 1, by: .sum) == Tensor(shape: [2, 2], values: [4, 6, 12, 14]))
    #expect(Tensor(shape: [0, 2], values: []).reduced(axis: 0, by: .sum).values == [0, 0])
    let deviations = cube.reduced(axis: 0, by: .standardDeviation)
    #expect(deviations == Tensor(repeating: 2, shape: [2, 2]))
    #expect(cube.reduced(axis: 2, by: .standardDeviation).values == [0.5, 0.5, 0.5, 0.5])
  }

  @Test func selecting() {
    #expect(grid.selecting([.index(1)]) == Tensor(shape: [3], values: [4, 5, 6]))
    #expect(grid.selecting([.index(1), .index(2)]) == Tensor(6))
    #expect(
      grid.selecting([.slice(start: 0, count: 2, step: 1), .slice(start: 2, count: 2, step: -2)])
        == Tensor(shape: [2, 2], values: [3, 1, 6, 4]))
    #expect(grid.selecting([.slice(start: 0, count: 0, step: 1)]).shape == [0, 3])
    #expect(grid.selecting([]) == grid)
  }

  @Test func reshaping() throws {
    #expect(try grid.reshaped(to: [3, 2]).selecting([.index(1)]).values == [3, 4])
    #expect(throws: DreamError.self) { try grid.reshaped(to: [4]) }
  }
}

@Suite struct RandomTensorTests {
  @Test func normalNumbersHaveTheirMoments() {
    let tensor = Tensor.normal([101, 99, 3], mean: 2, deviation: 0.5, seed: 7)
    #expect(tensor.shape == [101, 99, 3])
    #expect(abs(tensor.mean - 2) < 0.01)
    #expect(abs(tensor.standardDeviation - 0.5) < 0.01)
    let inside = tensor.values.count { abs($0 - 2) < 0.5 }
    #expect(abs(Double(inside) / Double(tensor.values.count) - 0.6827) < 0.01)
  }

  @Test func evenNumbersFillTheirRange() {
    let tensor = Tensor.uniform([10_000], from: -1, to: 3, seed: 7)
    #expect(tensor.values.allSatisfy { $0 >= -1 && $0 < 3 })
    #expect(abs(tensor.mean - 1) < 0.05)
    #expect(abs(tensor.standardDeviation - 4 / 12.0.squareRoot()) < 0.02)
  }

  @Test func seedsDecide() {
    #expect(Tensor.normal([5], seed: 1) == Tensor.normal([5], seed: 1))
    #expect(Tensor.normal([5], seed: 1) != Tensor.normal([5], seed: 2))
    #expect(Tensor.normal([0, 3], seed: 1).values.isEmpty)
  }
}

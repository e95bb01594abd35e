import Testing

@testable import DreamKit

/// The Gaussian blur, held against its formula.
struct BlurTests {
  /// exp(-d² / 2) for d = -4…4, divided by their sum.
  private let bell: [Float] = [
    0.000133831, 0.00443186, 0.0539911, 0.241971, 0.398943, 0.241971, 0.0539911, 0.00443186, 0.000133831,
  ]

  private func expect(_ tensor: Tensor, _ values: [Float], within tolerance: Float = 1e-6) {
    #expect(tensor.values.count == values.count)
    for (value, expected) in zip(tensor.values, values) { #expect(abs(value - expected) <= tolerance) }
  }

  @Test func onePointBecomesTheBell() throws {
    var row = [Float](repeating: 0, count: 9)
    row[4] = 1
    // One row: its mirror images beyond the edges are the row itself, so that only the columns are weighted.
    expect(try Tensor(shape: [1, 9, 1], values: row).blurred(sigma: 1), bell)
    expect(try Tensor(shape: [9, 1, 1], values: row).blurred(sigma: 1), bell)
  }

  @Test func aSquareIsTheProductOfItsAxes() throws {
    var square = [Float](repeating: 0, count: 81)
    square[40] = 1
    let products = bell.flatMap { row in bell.map { row * $0 } }
    expect(try Tensor(shape: [9, 9, 1], values: square).blurred(sigma: 1), products)
  }

  @Test func edgesAreMirrored() throws {
    // c b a | a b c | c b a, with the weights of sigma 0.5: 0.000263865, 0.106451, 0.786571.
    let (a, b, c): (Float, Float, Float) = (0.000263865, 0.106451, 0.786571)
    let blurred = try Tensor(shape: [1, 3, 1], values: [10, 20, 40]).blurred(sigma: 0.5)
    expect(
      blurred,
      [
        a * 20 + b * 10 + c * 10 + b * 20 + a * 40, a * 10 + b * 10 + c * 20 + b * 40 + a * 40,
        a * 10 + b * 20 + c * 40 + b * 40 + a * 20,
      ], within: 1e-4)
    // A blur that reaches far beyond the image sees its mirror images again and again.
    expect(try Tensor(shape: [1, 2, 1], values: [0, 1]).blurred(sigma: 50), [0.5, 0.5], within: 1e-3)
  }

  @Test func channelsStayApart() throws {
    let image = Tensor(shape: [4, 5, 3], values: (0..<60).map { [1, 20, 255][$0 % 3] })
    expect(try image.blurred(sigma: 2), image.values, within: 1e-3)
  }

  @Test(arguments: [0, -1, .nan, 100.5, .infinity]) func sigmaHasABound(_ sigma: Double) {
    #expect(throws: DreamError.self) { try Tensor(repeating: 0, shape: [2, 2, 3]).blurred(sigma: sigma) }
  }
}

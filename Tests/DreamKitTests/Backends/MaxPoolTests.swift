import CKernels
import TestSupport
import Testing

@testable import DreamKit

/// DreamKit's max-pooling against plain loops, and the values that it takes for equal.
@Suite(.enabled(if: dk_lanes() > 0, "DreamKit has no kernels for this processor"))
struct MaxPoolTests {
  /// One block of channels of 3×3 windows.
  private struct Pool {
    let pooling: Pooling
    let (from, to): (Shape, Shape)
    let window: dk_window

    init(_ height: Int, _ width: Int, stride: Int, _ padding: Window.Padding) {
      pooling = Pooling(
        kind: .max, window: Window(rows: 3, columns: 3, stride: stride, padding: padding))
      let channels = Int(dk_block())
      from = [height, width, channels]
      to = [
        pooling.window.positions(extent: height, size: 3),
        pooling.window.positions(extent: width, size: 3),
        channels,
      ]
      window = dk_window(pooling.window, from: from, to: to)
    }

    func run(_ source: [Float], _ gradient: [Float], tolerance: Float) throws -> (
      largest: [Float], back: [Float]
    ) {
      let memory = try [source.count, gradient.count, gradient.count, source.count].map {
        try AlignedMemory(size: $0 * 4)
      }
      let found = try AlignedMemory(size: gradient.count)
      let places = found.base.assumingMemoryBound(to: UInt8.self)
      memory[0].floats.update(from: source, count: source.count)
      memory[2].floats.update(from: gradient, count: gradient.count)
      withUnsafePointer(to: window) {
        dk_max_pool($0, memory[0].floats, memory[1].floats, places, tolerance)
        dk_max_pool_backward($0, memory[2].floats, places, memory[3].floats)
      }
      defer { withExtendedLifetime((memory, found)) {} }
      return (
        Array(UnsafeBufferPointer(start: memory[1].floats, count: gradient.count)),
        Array(UnsafeBufferPointer(start: memory[3].floats, count: source.count))
      )
    }
  }

  @Test(arguments: [(9, 12, 2, Window.Padding.valid), (8, 7, 2, .same), (6, 9, 1, .same)])
  func itAgreesWithPlainLoops(_ height: Int, _ width: Int, _ stride: Int, _ padding: Window.Padding)
    throws
  {
    let pool = Pool(height, width, stride: stride, padding)
    try #require(withUnsafePointer(to: pool.window, dk_max_pool_serves) != 0)
    // Few levels, so that many values are equal: the first of them counts.
    let source = Tensor.random(pool.from).values.map { ($0 * 3).rounded() }
    let gradient = Tensor.random(pool.to, seed: 2).values
    let reference = ReferencePooling(pooling: pool.pooling, input: pool.from, output: pool.to)
    let output = reference.forward([source])
    let (largest, back) = try pool.run(source, gradient, tolerance: 0)
    #expect(largest == output)
    #expect(
      relativeError(back, reference.backward([source], output: output, gradient: gradient)[0])
        < 1e-6)
  }

  @Test func threeNearlyEqualValuesAreEqualButTwoAreNot() throws {
    let pool = Pool(3, 3, stride: 2, .valid)
    try #require(withUnsafePointer(to: pool.window, dk_max_pool_serves) != 0)
    /// The place that one channel's gradient goes to.
    func place(_ values: [Float], tolerance: Float) throws -> Int? {
      let channels = Int(dk_block())
      let source = values.flatMap { [Float](repeating: $0, count: channels) }
      let back = try pool.run(source, [Float](repeating: 1, count: channels), tolerance: tolerance)
        .back
      return back.firstIndex(of: 1).map { $0 / channels }
    }
    let flat: [Float] = [0, 1, 1.000001, 0, 1.000002, 0, 0, 0, 0]
    #expect(try place(flat, tolerance: 1e-5) == 1)
    #expect(try place(flat, tolerance: 0) == 4)
    #expect(try place([0, 1, 1.000001, 0, 0, 0, 0, 0, 0], tolerance: 1e-5) == 2)
    #expect(try place([-1, -1, -1, -1, -1, -1, -1, -1, -1], tolerance: 1e-5) == 0)
  }
}

import Ground
import Testing

@testable import DreamKit

@Suite("Pictures and tensors")
struct ImageValueTests {
  private func pixel(_ values: [Float]) -> Tensor { Tensor(shape: [1, values.count / 3, 3], values: values) }

  @Test("Preprocessing and back lowers 63 of the 256 levels by one, as in the paper")
  func roundTrip() throws {
    let image = Image(height: 1, width: 256, pixels: (0..<768).map { UInt8($0 / 3) })
    let back = try Image(deprocessing: image.levels.preprocessed())
    let lowered = zip(image.pixels, back.pixels).filter { $0.0 != $0.1 }
    #expect(lowered.count == 63 * 3)
    #expect(lowered.allSatisfy { $0.0 == $0.1 + 1 })
  }

  @Test("Levels are cut off, not rounded, and stay in range")
  func conversions() throws {
    #expect(try Image(deprocessing: pixel([-1, 0, 1, -3, 3, .nan])).pixels == [0, 127, 255, 0, 255, 0])
    #expect(
      try Image(truncating: pixel([0.9, 254.99, 255, -1, 300, .infinity])).pixels == [
        0, 254, 255, 0, 255, 255,
      ])
    #expect(
      try Image(convertingUnit: pixel([0, 0.5, 1, 0.00391, 0.00392, 2])).pixels == [0, 127, 255, 0, 1, 255])
  }

  @Test("What has not three channels is no picture")
  func shapes() {
    #expect(throws: DreamError.self) { try Image(truncating: Tensor(repeating: 0, shape: [2, 2])) }
    #expect(throws: DreamError.self) { try Image(truncating: Tensor(repeating: 0, shape: [0, 2, 3])) }
  }

  @Test("Resizing is TensorFlow's", arguments: [(7, 9), (2, 3), (4, 1)])
  func resize(height: Int, width: Int) throws {
    let source = try Tensor(npyAt: ImageFixtures.path("resize-source.npy"))
    let expected = try Tensor(npyAt: ImageFixtures.path("resize-\(height)x\(width).npy"))
    let result = try source.resized(height: height, width: width)
    #expect(result.shape == expected.shape)
    #expect(zip(result.values, expected.values).allSatisfy { abs($0 - $1) <= 1e-6 })
  }

  @Test("Resizing refuses what is no size")
  func resizeRefusals() {
    #expect(throws: DreamError.self) {
      try Tensor(repeating: 0, shape: [2, 2, 3]).resized(height: 0, width: 2)
    }
    #expect(throws: DreamError.self) { try Tensor(repeating: 0, shape: [2, 2]).resized(height: 1, width: 2) }
  }

  @Test("NumPy files of float64, 8-bit levels and version 2 are read")
  func npyKinds() throws {
    let quarters: [Float] = [0, 0.25, 0.5, 0.75, 1, 1.25]
    #expect(try Tensor(npyAt: ImageFixtures.path("float64.npy")) == Tensor(shape: [2, 3], values: quarters))
    #expect(try Tensor(npyAt: ImageFixtures.path("version2.npy")) == Tensor(shape: [2, 3], values: quarters))
    #expect(try Tensor(npyAt: ImageFixtures.path("levels.npy")).values == [0, 40, 80, 120, 160, 200])
    let error = #expect(throws: DreamError.self) { try Tensor(npyAt: ImageFixtures.path("fortran.npy")) }
    #expect(error?.message.contains("Fortran") == true)
  }

  @Test(
    "A NumPy file that was written reads back, and one that is cut off does not",
    arguments: [[2, 3], [4], []])
  func npyRoundTrip(dimensions: [Int]) throws {
    let shape = Shape(dimensions)
    let tensor = Tensor(shape: shape, values: (0..<shape.count).map { Float($0) / 3 })
    try ImageFixtures.withFolder { folder in
      try tensor.writeNPY(to: folder + "/a.npy")
      #expect(try Tensor(npyAt: folder + "/a.npy") == tensor)
      let bytes = try Files.read(folder + "/a.npy")
      #expect((bytes.count - shape.count * 4) % 64 == 0)
      for count in 0..<bytes.count {
        try Files.write(Array(bytes[..<count]), to: folder + "/b.npy")
        #expect(throws: DreamError.self) { try Tensor(npyAt: folder + "/b.npy") }
      }
    }
  }
}

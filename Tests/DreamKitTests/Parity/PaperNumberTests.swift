import TestSupport
import Testing

@testable import DreamKit

/// The paper's arithmetic on pictures and sizes, to the last bit what TensorFlow computes.
struct PaperNumberTests {
  private let levels = (0..<256).map(Float.init)
  /// Numbers from 0 to 255 in steps of an eighth.
  private let between = (0..<2041).map { Float($0) / 8 }

  /// The numbers as a grey picture of one row.
  private func grey(_ values: [Float]) -> Tensor {
    Tensor(shape: [1, values.count, 3], values: values.flatMap { [$0, $0, $0] })
  }

  private func reds(_ image: Image) -> [Float] {
    stride(from: 0, to: image.pixels.count, by: 3).map { Float(image.pixels[$0]) }
  }

  @Test func preprocessingOfAllLevels() throws {
    #expect(grey(levels).preprocessed() == grey(try ParityFixtures.numbers("preprocess.npy")))
  }

  @Test func deprocessingOfAllLevelsAndBetweenThem() throws {
    #expect(
      try reds(Image(deprocessing: grey(levels).preprocessed())) == ParityFixtures.numbers("deprocess.npy"))
    #expect(
      try reds(Image(deprocessing: grey(between).preprocessed()))
        == ParityFixtures.numbers("deprocess-between.npy"))
  }

  @Test func theLastCellsConversion() throws {
    let unit = grey(between.map { $0 / 255 })
    #expect(try reds(Image(convertingUnit: unit)) == ParityFixtures.numbers("convert.npy"))
  }

  @Test func octaveShapesOfAHundredSizes() throws {
    let rows = try ParityFixtures.rows("octave-shapes.txt")
    #expect(rows.count == 100)
    for row in rows {
      var shapes: [Int] = []
      for scale in [1.3, 1.5] {
        for octave in -2..<3 {
          let size = try PaperOctaveAscent.size(of: (row[0], row[1]), scale: scale, octave: octave)
          shapes += [size.height, size.width]
        }
      }
      #expect(shapes == Array(row[2...]), "\(row[0])×\(row[1])")
    }
  }

  @Test func tileOrigins() throws {
    let rows = try ParityFixtures.rows("tile-origins.txt")
    #expect(rows.count > 40)
    for row in rows { #expect(Tiling.paperOrigins(row[0], row[1]) == Array(row[2...]), "\(row[0])") }
  }

  @Test func resizingToOctaveShapes() throws {
    let picture = Tensor.random([12, 17, 3], seed: 2)
    var results: [Float] = []
    for shape in try ParityFixtures.rows("resize-shapes.txt") {
      results += try picture.resized(height: shape[0], width: shape[1]).values
    }
    #expect(results == (try ParityFixtures.numbers("resize.npy")))
  }
}

import Ground
import TestSupport
import Testing
@testable import DreamKit


struct TileCoverTests {
  @Test(arguments: [
    (30, 17, 12, 8), (8, 8, 8, 8), (100, 75, 512, 75), (76, 151, 75, 75), (160, 80, 75, 75),
    (513, 375, 512, 35),
    (1024, 1025, 512, 35), (9, 200, 11, 8), (845, 633, 100, 75),
  ]) func everyPixelBelongsToExactlyOneTile(_ height: Int, _ width: Int, _ tileSize: Int, _ smallest: Int) {
    let cover = TileCover(size: (height, width), tileSize: tileSize, minimumSide: smallest)
    #expect(cover.height <= tileSize && cover.width <= tileSize)
    #expect(cover.height >= min(smallest, height) && cover.width >= min(smallest, width))
    var owners = [Int](repeating: 0, count: height * width)
    for tile in cover.tiles {
      // The tile lies in the image, and what is its own lies in the tile.
      #expect(tile.top >= 0 && tile.top + cover.height <= height)
      #expect(tile.left >= 0 && tile.left + cover.width <= width)
      #expect(tile.rows.lowerBound >= tile.top && tile.rows.upperBound <= tile.top + cover.height)
      #expect(tile.columns.lowerBound >= tile.left && tile.columns.upperBound <= tile.left + cover.width)
      for y in tile.rows { for x in tile.columns { owners[y * width + x] += 1 } }
    }
    #expect(owners.allSatisfy { $0 == 1 })
  }

  @Test func theGradientIsEachTilesOwn() throws {
    let model = try makeSmallModel()
    let image = Tensor.random([30, 17, 3])
    let shift = Shift(rows: 5, columns: -3)
    let cover = TileCover(size: (30, 17), tileSize: 12, minimumSide: 8)
    var gradient = Tensor(repeating: .nan, shape: image.shape)
    var gradients = CoveredGradient(model: model)
    let loss = try gradients(
      image, cover: cover, shift: shift, gradient: &gradient, cancellation: Cancellation())
    // By hand: 3×2 tiles of 10×9 on the rolled image; the second column begins at 8 and owns from 9 on.
    #expect(cover.height == 10 && cover.width == 9 && cover.tiles.count == 6)
    let rolled = image.rolled(by: shift)
    var expected = Tensor(repeating: .nan, shape: image.shape)
    var losses: [Float] = []
    for top in [0, 10, 20] {
      for (left, own) in [(0, 0..<9), (8, 9..<17)] {
        let tile = rolled.selecting([
          .slice(start: top, count: 10, step: 1), .slice(start: left, count: 9, step: 1),
        ])
        let part = try model.lossAndGradient(of: tile, cancellation: Cancellation())
        losses.append(part.loss)
        for y in 0..<10 {
          for x in own {
            for c in 0..<3 {
              expected.values[((top + y) * 17 + x) * 3 + c] = part.gradient.values[(y * 9 + x - left) * 3 + c]
            }
          }
        }
      }
    }
    #expect(gradient == expected.rolled(by: Shift(rows: -5, columns: 3)))
    #expect(abs(loss - losses.reduce(0, +) / 6) < 1e-6)
  }

  @Test func oneTileIsTheWholeRolledImage() throws {
    let model = try makeSmallModel()
    let image = Tensor.random([16, 20, 3])
    var gradient = Tensor(repeating: 0, shape: image.shape)
    var gradients = CoveredGradient(model: model)
    let loss = try gradients(
      image, cover: TileCover(size: (16, 20), tileSize: 64, minimumSide: 8),
      shift: Shift(rows: 0, columns: 0),
      gradient: &gradient, cancellation: Cancellation())
    let whole = try model.lossAndGradient(of: image, cancellation: Cancellation())
    #expect(loss == whole.loss && gradient == whole.gradient)
  }
}

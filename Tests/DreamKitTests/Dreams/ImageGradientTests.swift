import Ground
import TestSupport
import Testing

@testable import DreamKit

struct ImageGradientTests {
  @Test(arguments: [
    (30, 17, 12, 8), (8, 8, 8, 8), (100, 75, 512, 75), (76, 151, 75, 75), (160, 80, 75, 75),
    (513, 375, 512, 35),
    (1024, 1025, 512, 35), (9, 200, 11, 8), (845, 633, 100, 75),
  ]) func everyPixelBelongsToExactlyOneTile(_ height: Int, _ width: Int, _ tileSize: Int, _ smallest: Int) {
    let tiles = Tiling.cover(tileSize: tileSize).tiles(height: height, width: width, minimumSide: smallest)
    var owners = [Int](repeating: 0, count: height * width)
    for tile in tiles {
      // All tiles have one size.
      #expect(tile.height == tiles[0].height && tile.width == tiles[0].width)
      #expect(tile.height <= tileSize && tile.width <= tileSize)
      #expect(tile.height >= min(smallest, height) && tile.width >= min(smallest, width))
      // The tile lies in the image, and what is its own lies in the tile.
      #expect(tile.top >= 0 && tile.top + tile.height <= height)
      #expect(tile.left >= 0 && tile.left + tile.width <= width)
      #expect(tile.rows.lowerBound >= tile.top && tile.rows.upperBound <= tile.top + tile.height)
      #expect(tile.columns.lowerBound >= tile.left && tile.columns.upperBound <= tile.left + tile.width)
      for y in tile.rows { for x in tile.columns { owners[y * width + x] += 1 } }
    }
    #expect(owners.allSatisfy { $0 == 1 })
  }

  @Test func theGradientIsEachTilesOwn() throws {
    let model = try makeSmallModel()
    let image = Tensor.random([30, 17, 3])
    let shift = Shift(rows: 5, columns: -3)
    let tiling = Tiling.cover(tileSize: 12)
    var gradient = Tensor(repeating: .nan, shape: image.shape)
    var gradients = TiledGradient(model, tiling: tiling)
    let loss = try gradients(image, shift: shift, into: &gradient, cancellation: Cancellation())
    // By hand: 3×2 tiles of 10×9 on the rolled image; the second column begins at 8 and owns from 9 on.
    let tiles = tiling.tiles(height: 30, width: 17, minimumSide: 8)
    #expect(tiles[0].height == 10 && tiles[0].width == 9 && tiles.count == 6)
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

  @Test(arguments: [
    Tiling.cover(tileSize: 64), .paper(tileSize: 64), .paper(tileSize: 64, height: 9, width: 9),
  ])
  func oneTileIsTheCompleteImage(_ tiling: Tiling) throws {
    let model = try makeSmallModel()
    let image = Tensor.random([16, 20, 3])
    var gradients = TiledGradient(model, tiling: tiling)
    for shift in [Shift.zero, Shift(rows: 3, columns: -7)] {
      var (tiled, complete) = (
        Tensor(repeating: .nan, shape: image.shape), Tensor(repeating: 0, shape: image.shape)
      )
      let loss = try gradients(image, shift: shift, into: &tiled, cancellation: Cancellation())
      let expected = try model(image, shift: shift, into: &complete, cancellation: Cancellation())
      #expect(loss == expected && tiled == complete)
    }
    #expect(
      try gradients.estimatedMemory(height: 16, width: 20) == model.estimatedMemory(height: 16, width: 20))
  }

  @Test func aShiftMovesTheBorderOnly() throws {
    let model = try makeSmallModel()
    let image = Tensor.random([16, 20, 3])
    let shift = Shift(rows: 5, columns: 4)
    var gradient = Tensor(repeating: 0, shape: image.shape)
    _ = try model(image, shift: shift, into: &gradient, cancellation: Cancellation())
    let rolled = try model.lossAndGradient(of: image.rolled(by: shift), cancellation: Cancellation())
    #expect(gradient.rolled(by: shift) == rolled.gradient)
  }

  @Test func pixelsWithoutATileHaveNoGradient() throws {
    var gradients = TiledGradient(try makeSmallModel(), tiling: .paper(tileSize: 8))
    var gradient = Tensor(repeating: .nan, shape: [17, 9, 3])
    _ = try gradients(Tensor.random([17, 9, 3]), shift: .zero, into: &gradient, cancellation: Cancellation())
    #expect(gradient.values[(16 * 9 * 3)...].allSatisfy { $0 == 0 })
    #expect(gradient.values.allSatisfy { !$0.isNaN } && gradient.values[..<(8 * 3)].contains { $0 != 0 })
  }

  @Test func tilesCanBeTiledThemselves() throws {
    // A gradient of gradients: what ranks and devices do with their share of an image.
    let model = try makeSmallModel()
    let image = Tensor.random([32, 32, 3])
    var (nested, flat) = (Tensor(repeating: 0, shape: image.shape), Tensor(repeating: 0, shape: image.shape))
    var outer = TiledGradient(
      TiledGradient(model, tiling: .cover(tileSize: 8)), tiling: .cover(tileSize: 16))
    var inner = TiledGradient(model, tiling: .cover(tileSize: 8))
    _ = try outer(image, shift: .zero, into: &nested, cancellation: Cancellation())
    _ = try inner(image, shift: .zero, into: &flat, cancellation: Cancellation())
    #expect(nested == flat)
  }

  @Test func whatCannotBeTiledIsRefused() throws {
    var gradients = TiledGradient(try makeSmallModel(), tiling: .cover(tileSize: 7))
    let image = Tensor.random([16, 20, 3])
    #expect(throws: DreamError.tileTooSmall(side: 7, minimum: 8, network: "small")) {
      try gradients.normalized(of: image, cancellation: Cancellation())
    }
    var flat = TiledGradient(try makeSmallModel(), tiling: .cover(tileSize: 8))
    #expect(throws: DreamError.notAnImage([4, 4])) {
      try flat.normalized(of: Tensor(repeating: 0, shape: [4, 4]), cancellation: Cancellation())
    }
  }

  @Test func anyGradientCanBeAscended() throws {
    // Brightness: its gradient is the same everywhere, so that its deviation is 0 and every step reaches the limit.
    struct Brightness: ImageGradient {
      var name: String { "brightness" }
      var minimumSide: Int { 1 }
      func estimatedMemory(height: Int, width: Int) -> Int { 0 }
      func callAsFunction(
        _ image: Tensor, shift: Shift, into gradient: inout Tensor, cancellation: Cancellation
      ) -> Float {
        gradient = Tensor(repeating: 1, shape: image.shape)
        return Float(image.mean)
      }
    }
    let image = Tensor.random([6, 5, 3])
    let result = try DeepDream(model: Brightness())(image, steps: 2, cancellation: Cancellation())
    #expect(result.image.values.allSatisfy { $0 == 1 } && result.loss == 1)
    var settings = AscentSettings()
    settings.octaves = 2
    settings.steps = 1
    var ascent = try OctaveAscent(Image.sample(width: 9, height: 7).levels, settings: settings)
    #expect(try ascent.run(with: Brightness(), cancellation: Cancellation()).stepsDone == 2)
    #expect(ascent.image.values.allSatisfy { $0 == 1 })
  }
}

import Ground
import TestSupport
import Testing

@testable import DreamKit

struct AscentTests {
  @Test func normalisationKeepsTheMeanAndAddsEpsilonAfterTheRoot() {
    var gradient = Tensor(shape: [4], values: [1, 2, 3, 6])  // mean 3, population deviation sqrt(3.5)
    gradient.normalizeGradient()
    let deviation = Float(3.5).squareRoot()
    #expect(gradient.values == [1, 2, 3, 6].map { $0 / (deviation + 1e-8) })
    var zero = Tensor(repeating: 0, shape: [3])
    zero.normalizeGradient()
    #expect(zero.values == [0, 0, 0])
  }

  @Test func climbingClipsToTheRange() {
    var image = Tensor(shape: [3], values: [0.5, 0.95, -0.95])
    image.ascend(along: Tensor(shape: [3], values: [1, 10, -10]), stepSize: 0.01)
    #expect(image.values == [0.5 + 0.01, 1, -1])
  }

  @Test func theLossIsTheOneBeforeTheLastUpdate() throws {
    let model = try makeSmallModel()
    let image = Tensor.random([16, 20, 3])
    var seen: [Float?] = []
    let result = try DeepDream(model: model)(image, steps: 3, stepSize: 0.01, cancellation: Cancellation()) {
      seen.append($0.loss)
    }
    #expect(seen.first == (try model.loss(of: image, cancellation: Cancellation())))
    #expect(result.loss == seen.last && result.stepsDone == 3 && !result.wasInterrupted)
    #expect(try model.loss(of: result.image, cancellation: Cancellation()) > result.loss)
  }

  @Test func anInterruptedDreamKeepsTheImageReached() throws {
    let deepDream = DeepDream(model: try makeSmallModel())
    let image = Tensor.random([16, 20, 3])
    let cancellation = Cancellation()
    let result = try deepDream(image, steps: 100, stepSize: 0.01, cancellation: cancellation) { step in
      if step.stepsDone == 4 { cancellation.cancel() }
    }
    #expect(result.wasInterrupted && result.stepsDone == 4)
    let whole = try deepDream(image, steps: 4, stepSize: 0.01, cancellation: Cancellation())
    #expect(result.image == whole.image)
  }

  @Test func noStepsLeaveTheImage() throws {
    let image = Tensor.random([16, 20, 3])
    let result = try DeepDream(model: try makeSmallModel())(
      image, steps: 0, stepSize: 1, cancellation: Cancellation())
    #expect(result.image == image && result.loss == 0)
  }

  @Test func aStepSizeThatChangesIsReadBeforeEachStep() throws {
    let (model, image) = (try makeSmallModel(), Tensor.random([12, 10, 3]))
    let reads = Counter()
    let size = StepSize(reading: {
      reads.add()
      return reads.count == 1 ? 0.05 : 0
    })
    let moved = try DeepDream(model: model)(image, steps: 3, stepSize: size, cancellation: Cancellation())
    let single = try DeepDream(model: model)(image, steps: 1, stepSize: 0.05, cancellation: Cancellation())
    #expect(reads.count == 3)
    #expect(moved.image == single.image)
  }

  @Test(arguments: [
    (100, 512, [0]), (512, 512, [0]), (513, 512, [0]), (1024, 512, [0]), (1025, 512, [0, 512]),
    (1536, 512, [0, 512]), (0, 512, [0]),
  ]) func theLastTileIsSkippedUnlessItIsTheOnlyOne(_ side: Int, _ tile: Int, _ origins: [Int]) {
    #expect(Tiling.paperOrigins(side, tile) == origins)
  }

  @Test func tilesAreTheGradientsOfTheirParts() throws {
    let model = try makeSmallModel()
    let image = Tensor.random([30, 17, 3])
    let shift = Shift(rows: 5, columns: -3)
    var gradients = TiledGradient(model, tiling: .paper(tileSize: 12, height: 30, width: 17))
    let tiled = try gradients.normalized(of: image, shift: shift, cancellation: Cancellation())
    // By hand: rows 0 and 12, column 0; each tile 12×12, all else zero.
    let rolled = image.rolled(by: shift)
    var expected = Tensor(repeating: 0, shape: image.shape)
    for top in [0, 12] {
      var part = Tensor(repeating: 0, shape: [12, 12, 3])
      for y in 0..<12 {
        for x in 0..<36 { part.values[y * 36 + x] = rolled.values[(top + y) * 51 + x] }
      }
      let gradient = try model.lossAndGradient(of: part, cancellation: Cancellation()).gradient
      for y in 0..<12 {
        for x in 0..<36 { expected.values[(top + y) * 51 + x] = gradient.values[y * 36 + x] }
      }
    }
    expected = expected.rolled(by: Shift(rows: -5, columns: 3))
    expected.normalizeGradient()
    #expect(tiled == expected)
  }

  @Test func rollingIsCircular() {
    let image = Tensor(shape: [2, 3, 1], values: [1, 2, 3, 4, 5, 6])
    #expect(image.rolled(by: Shift(rows: 1, columns: 1)).values == [6, 4, 5, 3, 1, 2])
    #expect(image.rolled(by: Shift(rows: -3, columns: -4)).values == [5, 6, 4, 2, 3, 1])
    #expect(image.rolled(by: Shift(rows: 4, columns: 3)) == image)
  }

  @Test func shiftsAreDrawnFromTheHalfOpenRange() {
    var generator = SeededGenerator(seed: 1)
    let shifts = (0..<400).map { _ in Shift.random(maxRoll: 3, using: &generator) }
    #expect(Set(shifts.map(\.rows)) == Set(-3..<3))
    #expect(Set(shifts.map(\.columns)) == Set(-3..<3))
  }

  @Test(arguments: [
    (1.5, [(166, 222), (250, 333), (375, 500), (562, 750), (843, 1125)]),
    (1.3, [(221, 295), (288, 384), (375, 500), (487, 650), (633, 845)]),
  ]) func octavesHaveTensorFlowsSizes(_ scale: Double, _ sizes: [(Int, Int)]) throws {
    for (octave, size) in zip(-2..<3, sizes) {
      let ours = try PaperOctaveAscent.size(of: (375, 500), scale: scale, octave: octave)
      #expect(ours == size)
    }
    // In double precision this would be 99.
    #expect(try PaperOctaveAscent.size(of: (130, 130), scale: 1.3, octave: -1).height == 100)
  }

  @Test func octavesThatCannotBeAreRefused() {
    #expect(throws: DreamError.self) { try PaperOctaveAscent.size(of: (100, 100), scale: 10, octave: 9) }
    #expect(throws: DreamError.self) { try PaperOctaveAscent.size(of: (100, 100), scale: 10, octave: -9) }
    #expect(throws: DreamError.self) { try PaperOctaveAscent.size(of: (100, 100), scale: .nan, octave: 1) }
  }
}

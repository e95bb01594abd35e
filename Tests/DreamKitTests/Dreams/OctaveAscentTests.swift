import Ground
import TestSupport
import Testing

@testable import DreamKit

struct OctaveAscentTests {
  private let picture = Image.sample(width: 40, height: 30)

  private func settings(steps: Int = 3, tile: Int = 16, seed: UInt64 = 5) -> AscentSettings {
    var settings = AscentSettings()
    settings.octaves = 3
    settings.steps = steps
    settings.tileSize = tile
    settings.seed = seed
    return settings
  }

  private func dream(_ settings: AscentSettings) throws -> Tensor {
    var ascent = try OctaveAscent(picture.levels, settings: settings)
    _ = try ascent.run(on: try makeSmallModel(), cancellation: Cancellation())
    return ascent.image
  }

  @Test func octavesEndAtThePicturesSize() {
    let sizes = settings().sizes(of: (375, 500))
    #expect(sizes.map(\.height) == [191, 268, 375] && sizes.map(\.width) == [255, 357, 500])
  }

  @Test func asManyOctavesAsFit() {
    #expect(settings().fittingOctaves(of: (80, 96), minimumSide: 35, most: 4) == 3)
    #expect(settings().fittingOctaves(of: (35, 96), minimumSide: 35, most: 4) == 1)
    #expect(settings().fittingOctaves(of: (20, 20), minimumSide: 35, most: 4) == 1)
  }

  @Test func withoutStepsThePictureStays() throws {
    var ascent = try OctaveAscent(picture.levels, settings: settings(steps: 0))
    let result = try ascent.run(on: try makeSmallModel(), cancellation: Cancellation())
    #expect(result.stepsDone == 0 && ascent.isFinished)
    #expect(try ascent.imageAtFullSize() == picture.levels.preprocessed())
    #expect(try Image(rounding: try ascent.imageAtFullSize()) == picture)
  }

  @Test func detailIsGivenBackExactly() throws {
    // Nothing was dreamt: the larger picture comes out as it was. Something was: it lies over the larger picture.
    let larger = picture.levels.preprocessed()
    let base = try larger.resized(height: 21, width: 29)
    #expect(try OctaveAscent.enlarge(base, from: base, to: larger) == larger)
    let dreamt = base.map { $0 * 0.5 + 0.25 }
    let enlarged = try OctaveAscent.enlarge(dreamt, from: base, to: larger)
    let lost = try Tensor.combine(larger, try base.resized(height: 30, width: 40), by: .subtract)
    let expected = try Tensor.combine(try dreamt.resized(height: 30, width: 40), lost, by: .add)
    for (a, b) in zip(enlarged.values, expected.clipped(lower: -1, upper: 1).values) {
      #expect(abs(a - b) < 1e-6)
    }
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    #expect(try dream(settings()) == dream(settings()))
    #expect(try dream(settings()) != dream(settings(seed: 6)))
  }

  @Test(arguments: 0...9) func interruptedAndGoneOnWithIsTheSame(_ stop: Int) throws {
    let model = try makeSmallModel()
    var ascent = try OctaveAscent(picture.levels, settings: settings())
    let cancellation = Cancellation()
    if stop == 0 { cancellation.cancel() }
    let first = try ascent.run(on: model, cancellation: cancellation) { step in
      if step.stepsDone == stop { cancellation.cancel() }
    }
    #expect(first.stepsDone == stop && first.wasInterrupted == (stop < 9) && ascent.isFinished == (stop == 9))
    let reached = try ascent.imageAtFullSize()
    #expect(reached.shape == picture.shape)
    var seen: [[Int]] = []
    let rest = try ascent.run(on: model, cancellation: Cancellation()) {
      seen.append([$0.stepsDone, $0.octave ?? 9, $0.step, $0.stepsTotal])
    }
    #expect(rest.stepsDone == 9 && !rest.wasInterrupted)
    #expect(seen == (stop..<9).map { [$0 + 1, $0 / 3 - 2, $0 % 3 + 1, 9] })
    #expect(try ascent.image == dream(settings()))
  }

  @Test func aLimitStopsWithoutAnInterruption() throws {
    let model = try makeSmallModel()
    var ascent = try OctaveAscent(picture.levels, settings: settings())
    let part = try ascent.run(on: model, until: 4, cancellation: Cancellation())
    #expect(part.stepsDone == 4 && !part.wasInterrupted && !ascent.isFinished)
    _ = try ascent.run(on: model, cancellation: Cancellation())
    #expect(try ascent.image == dream(settings()))
  }

  @Test func everyPixelMovesInEveryStep() throws {
    let model = try makeSmallModel()
    var settings = settings(steps: 1, tile: 11)
    settings.octaves = 1
    let grey = Tensor.random([30, 40, 3]).map { 127.5 + $0 * 20 }
    var ascent = try OctaveAscent(grey, settings: settings)
    _ = try ascent.run(on: model, cancellation: Cancellation())
    let still = stride(from: 0, to: ascent.image.values.count, by: 3).count { pixel in
      (0..<3).allSatisfy { ascent.image.values[pixel + $0] == ascent.picture.values[pixel + $0] }
    }
    #expect(still == 0)
  }

  @Test func whatIsNoPictureIsRefused() {
    #expect(throws: DreamError.self) {
      try OctaveAscent(Tensor(repeating: 0, shape: [4, 4]), settings: settings())
    }
    #expect(throws: DreamError.self) {
      try OctaveAscent(Tensor(repeating: 0, shape: [0, 4, 3]), settings: settings())
    }
  }
}

import TestSupport
import Testing

@testable import DreamKit

/// The memory that dreams take, and the refusal of those that cannot fit.
struct DreamMemoryTests {
  private let model: FeatureExtractor

  init() throws { model = try makeSmallModel() }

  @Test func ofASmallPartTheEstimateIsExact() throws {
    let layers = try model.workingMemory(height: 90, width: 120)
    let bytes = try DreamMemory.estimate((height: 200, width: 300), tile: (90, 120), model: model)
    #expect(bytes == layers + DreamMemory.imageCopies * 200 * 300 * 12)
  }

  @Test(arguments: [(1100, 1100), (1500, 900), (300, 2000)])
  func ofALargePartTheEstimateIsNearlyRight(_ height: Int, _ width: Int) throws {
    let size = (height: height, width: width)
    let bytes = try DreamMemory.estimate(size, tile: size, model: model) - DreamMemory.images(size)
    let exact = try model.workingMemory(height: height, width: width)
    #expect(abs(Double(bytes) / Double(exact) - 1) < 0.05)
  }

  @Test func theSentenceNamesBothAmountsAndWhatHelps() {
    let error = #expect(throws: DreamError.self) {
      try DeepDream(model: model).checkMemory(height: 90, width: 120, free: { 1_000_000 })
    }
    #expect(error?.kind == .limitExceeded)
    #expect(error?.message.hasPrefix("This dream would take about ") == true)
    #expect(error?.message.hasSuffix(" MB, but 1 MB are free.") == true)
    #expect(error?.remedy == "Use a smaller picture; dream() computes in tiles that fit.")
  }

  @Test func anImageIsRefusedBeforeItsPlan() {
    let error = #expect(throws: DreamError.self) {
      try model.checkMemory(height: 1500, width: 2000, free: { 1_000_000 })
    }
    #expect(error?.message.hasPrefix("An image of 2000×1500 pixels would take about ") == true)
    #expect(error?.message.hasSuffix(" MB in small, but 1 MB are free.") == true)
  }

  @Test func whatFitsOrNobodyKnowsIsDreamt() throws {
    try DeepDream(model: model).checkMemory(height: 90, width: 120, free: { 1 << 30 })
    try DeepDream(model: model).checkMemory(height: 90, width: 120, free: { nil })
  }

  /// What an earlier dream has worked in counts as free: it is given back before a dream is refused.
  @Test func memoryIsLookedAtOnceMoreBeforeADreamIsRefused() throws {
    var looks = [1000, 1 << 30]
    try DreamMemory.check(1 << 20, remedy: "", free: { looks.removeFirst() })
    #expect(looks.isEmpty)
  }

  @Test func octavesAreCheckedBeforeTheFirstStep() throws {
    var dream = PaperOctaveAscent()
    dream.octaves = [0, 1]
    dream.octaveScale = 2
    dream.tileSize = 64
    let tiles = TiledGradients(model: model)
    let whole = try DreamMemory.estimate((180, 240), tile: (64, 64), model: model)
    func check(free: Int) throws {
      try dream.checkMemory(from: (90, 120), with: tiles, free: { free })
    }
    try check(free: whole)
    let error = #expect(throws: DreamError.self) { try check(free: whole - 1) }
    #expect(error?.remedy == "Use a smaller tile_size or fewer octaves.")
    // A smaller tile takes less, one that is larger than the image no more than the image.
    dream.tileSize = 32
    try check(free: whole - 1)
    let exact = try DreamMemory.estimate((180, 240), tile: (180, 240), model: model)
    #expect(try tiles.memory(for: (180, 240), tileSize: 512) == exact)
  }
}

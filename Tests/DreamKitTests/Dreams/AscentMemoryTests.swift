import Ground
import TestSupport
import Testing

@testable import DreamKit

/// The memory that dreams take, and the refusal of those that cannot fit.
struct AscentMemoryTests {
  private let model: FeatureExtractor

  init() throws { model = try makeSmallModel() }

  @Test func ofASmallPartTheEstimateIsExact() throws {
    let layers = try model.workingMemory(height: 90, width: 120)
    let gradients = TiledGradient(model, tiling: .paper(tileSize: 120, height: 90, width: 120))
    #expect(try gradients.estimatedMemory(height: 90, width: 120) == layers)
    #expect(try gradients.ascentMemory(height: 90, width: 120) == layers + 5 * 90 * 120 * 12)
  }

  @Test(arguments: [(1100, 1100), (1500, 900), (300, 2000)])
  func ofALargePartTheEstimateIsNearlyRight(_ height: Int, _ width: Int) throws {
    let bytes = try model.estimatedMemory(height: height, width: width)
    let exact = try model.workingMemory(height: height, width: width)
    #expect(abs(Double(bytes) / Double(exact) - 1) < 0.05)
  }

  @Test func theSentenceNamesBothAmountsAndWhatHelps() throws {
    let error = #expect(throws: DreamError.self) {
      try model.checkAscentMemory(height: 90, width: 120, free: { 1_000_000 })
    }
    #expect(error?.kind == .limitExceeded)
    #expect(error?.message.hasPrefix("This dream would take about ") == true)
    #expect(error?.message.hasSuffix(" MB, but 1 MB are free.") == true)
    #expect(error?.remedy == "Use a smaller picture, or tiles.")
    let needed = try model.ascentMemory(height: 90, width: 120)
    #expect(error == .outOfMemory(needed: needed, free: 1_000_000, work: .dream(tileSize: nil)))
  }

  @Test func anImageIsRefusedBeforeItsPlan() {
    let error = #expect(throws: DreamError.self) {
      try model.checkMemory(height: 1500, width: 2000, free: { 1_000_000 })
    }
    #expect(error?.message.hasPrefix("An image of 2000×1500 pixels in small would take about ") == true)
    #expect(error?.message.hasSuffix(" MB, but 1 MB are free.") == true)
  }

  @Test func whatFitsOrNobodyKnowsIsDreamt() throws {
    try model.checkAscentMemory(height: 90, width: 120, free: { 1 << 30 })
    try model.checkAscentMemory(height: 90, width: 120, free: { nil })
  }

  /// What an earlier dream has worked in counts as free: it is given back before a dream is refused.
  @Test func memoryIsLookedAtOnceMoreBeforeADreamIsRefused() throws {
    var looks = [1000, 1 << 30]
    try FreeMemory.check(1 << 20, for: .dream(tileSize: nil), free: { looks.removeFirst() })
    #expect(looks.isEmpty)
  }

  @Test func octavesAreCheckedBeforeTheFirstStep() throws {
    var dream = PaperOctaveAscent()
    dream.octaves = [0, 1]
    dream.octaveScale = 2
    dream.tileSize = 64
    func tiles() -> TiledGradient<FeatureExtractor> {
      TiledGradient(model, tiling: .paper(tileSize: dream.tileSize))
    }
    let whole = try tiles().ascentMemory(height: 180, width: 240)
    #expect(
      try whole
        == model.workingMemory(height: 64, width: 64) + FeatureExtractor.imageMemory(height: 180, width: 240))
    func check(free: Int) throws {
      try dream.checkAscentMemory(from: (90, 120), on: tiles(), free: { free })
    }
    try check(free: whole)
    let error = #expect(throws: DreamError.self) { try check(free: whole - 1) }
    #expect(error == .outOfMemory(needed: whole, free: whole - 1, work: .dream(tileSize: 64)))
    // A smaller tile takes less, one that is larger than the image no more than the image.
    dream.tileSize = 32
    try check(free: whole - 1)
    dream.tileSize = 512
    #expect(
      try tiles().estimatedMemory(height: 180, width: 240) == model.workingMemory(height: 180, width: 240))
  }
}

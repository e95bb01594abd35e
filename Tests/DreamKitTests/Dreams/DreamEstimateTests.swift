import Ground
import TestSupport
import Testing

@testable import DreamKit

struct DreamEstimateTests {
  private let size = (height: 90, width: 120)

  private func plan(_ tiles: DreamEstimate.Tiles, octaves: Int = 2, free: Int? = 1 << 30) throws
    -> DreamEstimate
  {
    var settings = AscentSettings()
    settings.octaves = octaves
    return try DreamEstimate(settings, size: size, model: try makeSmallModel(), tiles: tiles, free: free)
  }

  @Test func whatFitsIsDreamtWhole() throws {
    let plan = try plan(.automatic)
    #expect(plan.settings.tileSize == 120)
    #expect(plan.sizes.map(\.width) == [86, 120])
    let layers = try makeSmallModel().workingMemory(height: 90, width: 120)
    #expect(plan.memory == layers + FeatureExtractor.imageMemory(height: 90, width: 120))
  }

  @Test func aBudgetPicksTheTile() throws {
    let whole = try plan(.automatic).memory
    let images = FeatureExtractor.imageMemory(height: 90, width: 120)
    let budget = images + (whole - images) / 4
    let smaller = try plan(.fitting(memory: budget))
    #expect(smaller.memory <= budget)
    #expect(smaller.settings.tileSize < 120 && smaller.settings.tileSize >= 8)
    // A quarter of the layers' memory is about half of the sides.
    #expect(smaller.settings.tileSize > 40)
    #expect(try plan(.fitting(memory: whole)).settings.tileSize == 120)
    // Half of what is free is the budget where none is given.
    #expect(try plan(.automatic, free: budget * 2).settings.tileSize == smaller.settings.tileSize)
  }

  @Test func whatCannotFitIsRefusedInOneSentence() throws {
    let error = #expect(throws: DreamError.self) { try plan(.fitting(memory: 600_000)) }
    #expect(error?.kind == .limitExceeded)
    #expect(error?.message.contains("but 1 MB are what it may use.") == true)
    let free = #expect(throws: DreamError.self) { try plan(.size(120), free: 1_000_000) }
    #expect(free?.message.hasSuffix("but 1 MB are free.") == true)
  }

  @Test func sizesBelowTheNetworksAreRefused() {
    let octaves = #expect(throws: DreamError.self) { try plan(.automatic, octaves: 9) }
    #expect(
      octaves?.message == "The smallest of 9 octaves would be 8×6 pixels, but small needs at least 8×8.")
    #expect(octaves?.remedy == "Use at most 8 octaves, or a larger picture.")
    let tile = #expect(throws: DreamError.self) { try plan(.size(7)) }
    #expect(tile?.message == "A tile of 7 pixels is too small for small, which needs 8.")
  }

  @Test func timeIsCountedByPixels() throws {
    let plan = try plan(.automatic)
    let ascent = try OctaveAscent(Tensor.random([90, 120, 3]), settings: plan.settings)
    var now = 0.0
    // The clock is read twice for each of two gradients; each takes 2 seconds here.
    let seconds = try plan.time(
      ascent, on: try makeSmallModel(),
      clock: {
        now += 2
        return now
      }, cancellation: Cancellation())
    let pixels = plan.sizes.map { Double($0.height * $0.width) }
    #expect(abs((seconds ?? 0) - 2 * 20 * (pixels[0] + pixels[1]) / pixels[0]) < 1e-9)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(try plan.time(ascent, on: try makeSmallModel(), clock: { 0 }, cancellation: cancellation) == nil)
  }

  @Test func memoryIsReadFromTheKernel() {
    #expect(MachineMemory.free(from: "MemTotal: 2 kB\nMemAvailable:   21476288 kB\n") == 21_476_288 * 1024)
    #expect(MachineMemory.free(from: "") == nil)
    #expect((FreeMemory.bytes ?? 0) > 0)
  }

  @Test func pagesOfFilesAreNoUsedMemory() {
    let statistics = "anon 100\nfile 900\ninactive_file 600\nactive_file 200\n"
    #expect(MachineMemory.left(limit: "1000\n", used: "950\n", statistics: statistics) == 850)
    #expect(MachineMemory.left(limit: "1000\n", used: "300\n", statistics: "") == 700)
    #expect(MachineMemory.left(limit: "max\n", used: "300\n", statistics: "") == nil)
  }

  @Test func bytesAreWrittenForReaders() {
    #expect(
      310_000_001.inMegabytes == "311 MB" && 2_350_000_000.inMegabytes == "2.4 GB" && 0.inMegabytes == "0 MB")
  }
}

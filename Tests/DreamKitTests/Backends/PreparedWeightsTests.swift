import Foundation
import Testing

@testable import DreamKit

/// Packed weights in the cache.
struct PreparedWeightsTests {
  private func withCache(_ body: (String) throws -> Void) throws {
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("prepared-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: cache) }
    try body(cache)
  }

  private func values(_ kept: PackedFloats?, _ count: Int) -> [Float]? {
    kept.map { kept in
      withExtendedLifetime(kept) { Array(UnsafeBufferPointer(start: kept.floats, count: count)) }
    }
  }

  @Test func whatWasKeptIsFoundAgain() throws {
    try withCache { cache in
      let prepared = try #require(PreparedWeights(identity: "file", cache: cache))
      var floats: [Float] = [1, -2, 3.5, 0, 7, 8, 9, 10, 11, -0.25]
      #expect(values(prepared.floats("layer", count: 10), 10) == nil)
      #expect(values(prepared.keep(&floats, count: 10, as: "layer"), 10) == floats)
      let later = try #require(PreparedWeights(identity: "file", cache: cache))
      #expect(values(later.floats("layer", count: 10), 10) == floats)
      #expect(
        values(later.floats("layer", count: 9), 9) == nil
          && values(later.floats("other", count: 10), 10) == nil)
      let other = try #require(PreparedWeights(identity: "other", cache: cache))
      #expect(values(other.floats("layer", count: 10), 10) == nil)
    }
  }

  @Test(arguments: [0, 8, 64, 75, 103]) func aDamagedFileIsNotUsed(_ place: Int) throws {
    try withCache { cache in
      let prepared = try #require(PreparedWeights(identity: "file", cache: cache))
      var floats = (0..<10).map(Float.init)
      _ = prepared.keep(&floats, count: 10, as: "layer")
      let names = try FileManager.default.subpathsOfDirectory(atPath: cache).filter {
        $0.hasSuffix(".weights")
      }
      let path = cache + "/" + (try #require(names.first))
      var bytes = try FileBytes.read(path)
      bytes[place] ^= 4
      try FileBytes.write(bytes, to: path)
      #expect(values(prepared.floats("layer", count: 10), 10) == nil)
      try FileBytes.write(Array(bytes.prefix(90)), to: path)
      #expect(values(prepared.floats("layer", count: 10), 10) == nil)
      // It is made again.
      #expect(values(prepared.keep(&floats, count: 10, as: "layer"), 10) == floats)
    }
  }
}

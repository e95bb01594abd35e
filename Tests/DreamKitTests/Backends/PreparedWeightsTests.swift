import Foundation
import Glibc
import Ground
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
      var bytes = try Files.read(path)
      bytes[place] ^= 4
      try Files.write(bytes, to: path)
      #expect(values(prepared.floats("layer", count: 10), 10) == nil)
      try Files.write(Array(bytes.prefix(90)), to: path)
      #expect(values(prepared.floats("layer", count: 10), 10) == nil)
      // It is made again.
      #expect(values(prepared.keep(&floats, count: 10, as: "layer"), 10) == floats)
    }
  }

  /// A weights file, and the folder that packed weights of it are kept in.
  private func prepare(_ path: String, in cache: String) throws -> String {
    let before = Set(Folders.entries(of: cache).map(\.name))
    let identity = try #require(Digest.identity(of: path))
    let prepared = try #require(PreparedWeights(identity: identity, sources: [path], cache: cache))
    var floats: [Float] = [1, 2, 3]
    #expect(values(prepared.keep(&floats, count: 3, as: "layer"), 3) == floats)
    return try #require(Set(Folders.entries(of: cache).map(\.name)).subtracting(before).first)
  }

  @Test func foldersOfFilesThatAreGoneOrReplacedAreRemoved() throws {
    try withCache { cache in
      try Folders.make(cache)
      let paths = ["gone", "replaced", "kept", "next"].map { cache + "/" + $0 + ".h5" }
      for path in paths { try Files.write([1, 2, 3], to: path) }
      let gone = try prepare(paths[0], in: cache)
      let replaced = try prepare(paths[1], in: cache)
      let kept = try prepare(paths[2], in: cache)
      // What a process has mapped stays with it.
      let mapped = try #require(MappedFile(path: cache + "/" + replaced + "/" + PreparedWeights.sourcesName))
      try Files.write([9], to: cache + "/engine-onednn-2.txt")
      Files.remove(paths[0])
      try Files.write([1, 2, 3, 4], to: paths[1])
      let next = try prepare(paths[3], in: cache)
      let left = Set(Folders.entries(of: cache).map(\.name))
      #expect(left.isSuperset(of: [kept, next, "engine-onednn-2.txt", "kept.h5"]))
      #expect(left.isDisjoint(with: [gone, replaced]))
      #expect(Array(mapped.bytes) == Array(paths[1].utf8))
    }
  }

  @Test func foldersThatNobodyHasUsedForLongAreRemoved() throws {
    try withCache { cache in
      try Folders.make(cache)
      let paths = ["old", "used"].map { cache + "/" + $0 + ".h5" }
      for path in paths { try Files.write([1, 2, 3], to: path) }
      let old = try prepare(paths[0], in: cache)
      let used = try prepare(paths[1], in: cache)
      let day = 24 * 3600
      for folder in [old, used] {
        let times = [timespec](repeating: timespec(tv_sec: time(nil) - 80 * day, tv_nsec: 0), count: 2)
        #expect(utimensat(AT_FDCWD, cache + "/" + folder, times, 0) == 0)
      }
      PreparedWeights.clean(cache, except: "another")
      #expect(Set(Folders.entries(of: cache).map(\.name)).isSuperset(of: [old, used]))
      // A start uses its folder.
      _ = PreparedWeights(
        identity: try #require(Digest.identity(of: paths[1])), sources: [paths[1]], cache: cache)
      PreparedWeights.clean(cache, except: "another", now: time(nil) + 11 * day)
      let left = Set(Folders.entries(of: cache).map(\.name))
      #expect(left.contains(used) && !left.contains(old))
    }
  }

  @Test func foldersThatNameNoFileGoWithTheFileOfTheirPath() throws {
    try withCache { cache in
      let (path, other) = (String(repeating: "a", count: 16), String(repeating: "b", count: 16))
      let identities = ["1", "2"].map { path + "-" + String(repeating: $0, count: 16) }
      for identity in [identities[0], other + "-" + other, identities[1]] {
        #expect(PreparedWeights(identity: identity, cache: cache) != nil)
      }
      let left = Folders.entries(of: cache).map(\.name)
      #expect(left.count == 2 && left.contains { $0.hasPrefix(identities[1]) })
    }
  }
}

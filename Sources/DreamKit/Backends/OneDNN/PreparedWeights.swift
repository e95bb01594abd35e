import Glibc
import Ground

/// Packed weights as files of the cache: made once for each weight file and layout, and mapped read-only, so that later
/// starts need not read, fold and pack, and all kernels of a machine share the pages.
///
/// Each file holds one layer's kernel or bias: a header of 64 bytes (a mark, the number of floats, a sum over them), then
/// the floats. A damaged file is made again. The folder may be deleted at any time; making one for
/// other weights removes those that have become useless.
struct PreparedWeights {
  private let folder: String

  /// - Parameters:
  ///   - identity: what the weights are made of: ``ParameterStore/identity``.
  ///   - sources: the files that it names: ``ParameterStore/files``.
  ///   - cache: the cache's folder for the engine.
  /// Nil where the folder cannot be made.
  init?(identity: String, sources: [String] = [], cache: String) {
    let name = "\(identity)-\(Self.version)-onednn-\(Engine.oneDNNVersion)-\(Processor.identity)"
    folder = cache + "/" + name
    if Files.exists(folder) {
      Self.touch(folder)
      return
    }
    do throws(FileError) {
      try Folders.make(folder)
      try Files.write(
        Array(sources.joined(separator: "\n").utf8), to: folder + "/" + Self.sourcesName, mode: 0o600)
    } catch {
      return nil
    }
    Self.clean(cache, except: name)
  }

  /// The files of the cache for the parameters of a store, where they have an identity.
  init?(for store: any ParameterStore) {
    guard let identity = store.identity, let cache = try? Folders.cache("engine") else { return nil }
    self.init(identity: identity, sources: store.files, cache: cache)
  }

  /// The floats kept under a name, or nil where there are none of that number, or they are damaged.
  func floats(_ name: String, count: Int) -> PackedFloats? {
    guard let file = MappedFile(path: path(name)), let base = file.bytes.baseAddress,
      file.bytes.count == Self.headerSize + count * MemoryLayout<Float>.stride
    else { return nil }
    let content = UnsafeRawBufferPointer(rebasing: file.bytes[Self.headerSize...])
    let header = file.bytes.loadUnaligned(as: Header.self)
    guard header == Header(count: UInt64(count), sum: Self.sum(content)) else { return nil }
    return PackedFloats(
      floats: UnsafeMutablePointer(
        mutating: (base + Self.headerSize).assumingMemoryBound(to: Float.self)), owner: file)
  }

  /// Keeps floats under a name and returns them as the file has them; nil where it cannot be written.
  func keep(_ floats: UnsafeMutablePointer<Float>, count: Int, as name: String) -> PackedFloats? {
    let content = UnsafeRawBufferPointer(start: floats, count: count * MemoryLayout<Float>.stride)
    var bytes = [UInt8](repeating: 0, count: Self.headerSize)
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: Header(count: UInt64(count), sum: Self.sum(content)), as: Header.self)
    }
    bytes += content
    do throws(FileError) { try Files.write(bytes, to: path(name), mode: 0o600) } catch { return nil }
    return self.floats(name, count: count)
  }

  // MARK: Implementation

  /// Counts up when the contents of the files change their meaning.
  private static let version = "v1"
  private static let headerSize = 64

  private struct Header: Equatable {
    var mark: UInt64 = 0x3157_4b44_5448_4757
    var count: UInt64
    var sum: UInt64
  }

  private func path(_ name: String) -> String { folder + "/" + Digest.short(name) + ".weights" }

  /// The sum of the words, each weighted by its index in a group of eight.
  private static func sum(_ content: UnsafeRawBufferPointer) -> UInt64 {
    let words = content.bindMemory(to: UInt32.self)
    var sums = SIMD8<UInt64>(repeating: 0)
    var index = 0
    while index + 8 <= words.count {
      let next = SIMD8<UInt32>(words[index..<index + 8])
      sums = sums &* 3 &+ SIMD8<UInt64>(truncatingIfNeeded: next)
      index += 8
    }
    var total: UInt64 = 0
    for lane in 0..<8 { total = total &* 31 &+ sums[lane] }
    while index < words.count {
      total = total &* 31 &+ UInt64(words[index])
      index += 1
    }
    return total
  }
}

/// Floats with their owner.
struct PackedFloats {
  /// The first; 64-byte aligned, never written to.
  let floats: UnsafeMutablePointer<Float>
  /// Keeps them.
  let owner: AnyObject
}

import Foundation
import Ground
import Synchronization
import TestSupport
import Testing

@testable import DreamKit

/// The catalogue against a server of its own: what it fetches, refuses, resumes and says.
@Suite struct WeightCatalogTests {
  private static let body = [UInt8]((0..<5000).map { UInt8($0 % 251) })

  /// A catalogue of one file, whose digest is that of ``body``, in a new folder.
  private func withCatalog(
    _ address: String?, _ body: (Catalog, _ path: String) throws -> Void
  ) throws {
    try ImageFixtures.withFolder { folder in
      try Files.write(Self.body, to: folder + "/model")
      let md5 = try Digest.md5(path: folder + "/model")
      var architecture = Architecture.inceptionV3
      architecture.weights = .official(WeightFile(name: "w.h5", address: address, md5: md5, size: nil))
      try body(
        Catalog(files: WeightCatalog(folder: folder), architecture: architecture), folder + "/w.h5")
    }
  }

  private struct Catalog {
    let files: WeightCatalog
    let architecture: Architecture
  }

  private func file(
    _ catalog: Catalog, _ cancellation: Cancellation = Cancellation(),
    progress: @escaping ProgressObserver = { _ in }
  ) throws -> String {
    try catalog.files.file(for: catalog.architecture, cancellation: cancellation, progress: progress)
  }

  @Test("A file is downloaded once, with progress, and found afterwards without the network")
  func downloads() throws {
    let server = LoopbackServer { _ in .init(body: Self.body) }
    defer { server.stop() }
    try withCatalog(server.address("/w")) { catalog, path in
      let seen = Mutex<Int64>(0)
      let found = try file(catalog) { progress in seen.withLock { $0 = max($0, Int64(progress.completed)) } }
      #expect(found == path)
      #expect(try Files.read(path) == Self.body)
      #expect(seen.withLock { $0 } == 5000)
      #expect(!Files.exists(path + ".download"))
      #expect(try file(catalog) == path)
      #expect(server.requests.count == 1)
    }
  }

  @Test("A file with another digest is refused and removed")
  func damaged() throws {
    let server = LoopbackServer { _ in .init(body: Self.body.reversed()) }
    defer { server.stop() }
    try withCatalog(server.address("/w")) { catalog, path in
      let error = #expect(throws: DreamError.self) { try file(catalog) }
      #expect(error?.kind == .unreadable)
      #expect(error?.message.contains("damaged") == true)
      #expect(!Files.exists(path) && !Files.exists(path + ".download"))
    }
  }

  @Test(
    "A broken transfer goes on where it stopped, also after a server that was away", arguments: [true, false])
  func resumes(isSameFile: Bool) throws {
    let count = Mutex(0)
    let server = LoopbackServer { request in
      let turn = count.withLock {
        $0 += 1; return $0
      }
      if turn == 1 {
        return .init(headers: ["ETag: \"one\""], body: Array(Self.body[..<2000]), length: 5000)
      }
      if turn == 2 { return .init(503) }
      guard isSameFile else { return .init(headers: ["ETag: \"two\""], body: Self.body) }
      return .init(
        206, headers: ["Content-Range: bytes 2000-4999/5000", "ETag: \"one\""],
        body: Array(Self.body[2000...]))
    }
    defer { server.stop() }
    try withCatalog(server.address("/w")) { catalog, path in
      #expect(throws: DreamError.self) { try file(catalog) }
      #expect(throws: DreamError.self) { try file(catalog) }
      let found = try file(catalog)
      #expect(try Files.read(found) == Self.body)
      #expect(server.requests.last?.headers["range"] == "bytes=2000-")
      #expect(server.requests.last?.headers["if-range"] == "\"one\"")
    }
  }

  @Test("A cancelled transfer says so")
  func cancelled() throws {
    let server = LoopbackServer { _ in .init(body: Self.body, pause: 0.3) }
    defer { server.stop() }
    try withCatalog(server.address("/w")) { catalog, path in
      let cancellation = Cancellation()
      let error = #expect(throws: DreamError.self) {
        try file(catalog, cancellation) { if $0.completed > 0 { cancellation.cancel() } }
      }
      #expect(error == .cancelled)
      #expect(!Files.exists(path))
    }
  }

  @Test(
    "Without a server or an address, the error names the three ways out",
    arguments: ["http://127.0.0.1:1/w", nil])
  func waysOut(address: String?) throws {
    try withCatalog(address) { catalog, _ in
      let error = #expect(throws: DreamError.self) { try file(catalog) }
      for way in ["w.h5", catalog.files.folder, "weight file of your own", "random weights"] {
        #expect(error?.remedy?.contains(way) == true)
      }
      guard case .missingWeights(_, _, "w.h5", catalog.files.folder)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(error?.message.contains(". ") == false)
    }
  }

  @Test("Two that want the same file at once fetch it once")
  func together() throws {
    let server = LoopbackServer { _ in .init(body: Self.body, pause: 0.2) }
    defer { server.stop() }
    try withCatalog(server.address("/w")) { catalog, path in
      let threads = (0..<2).map { _ in
        FetchThread { try catalog.files.file(for: catalog.architecture, cancellation: Cancellation()) }
      }
      let found = threads.map { $0.result() }
      #expect(found == [path, path])
      let bytes = try Files.read(path)
      #expect(bytes == Self.body)
      #expect(server.requests.count == 1)
    }
  }
}

/// A fetch on a thread of its own.
private final class FetchThread: Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let path = Mutex<String?>(nil)

  init(_ fetch: @escaping @Sendable () throws -> String) {
    Thread.detachNewThread { [self] in
      let found = try? fetch()
      path.withLock { $0 = found }
      done.signal()
    }
  }

  /// The path that was found, once the fetch is over.
  func result() -> String? {
    done.wait()
    return path.withLock { $0 }
  }
}

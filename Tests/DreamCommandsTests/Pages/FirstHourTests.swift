import Foundation
import Ground
import Testing

@testable import DreamCommands
@testable import DreamKit
@testable import DreamLanguage
@testable import TestSupport

/// The mistakes of a newcomer's first hour: what `docs/first-hour.md` says is what the language says.
struct FirstHourTests {
  /// The page's cells; the first prepares the others.
  static let page = try? DocumentationPage("first-hour.md")

  @Test func everyMistakeIsAnswered() throws {
    // As in the kernel, a thread with a large stack.
    var outcome: Result<Void, any Error>?
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) let run = { outcome = Result { try Self.checkPage() } }
    let thread = Thread {
      run()
      done.signal()
    }
    thread.stackSize = 64 << 20
    thread.start()
    done.wait()
    try outcome?.get()
  }

  private static func checkPage() throws {
    let page = try #require(Self.page)
    let preparation = try #require(page.examples.first)
    let mistakes = page.examples.dropFirst()
    #expect(mistakes.count >= 50)
    let world = try World()
    defer { world.remove() }
    var results: [String?] = [nil]
    for mistake in mistakes {
      let session = world.session()
      let first = session.execute(preparation.code, sink: RecordingSink(), cancellation: Cancellation())
      #expect(first.failure == nil)
      let outcome = session.execute(mistake.code, sink: RecordingSink(), cancellation: Cancellation())
      let lines = outcome.failure.map(\.traceback) ?? []
      results.append(lines.joined(separator: "\n"))
      #expect(lines.joined(separator: "\n") == mistake.expected, "\(mistake.testDescription)")
      // The message, the line, the place, and what to do.
      #expect(lines.count == 4, "\(mistake.testDescription)")
      #expect(lines.dropFirst(2).first?.contains("^") == true, "\(mistake.testDescription)")
      // Nothing is lost.
      let after = session.execute(
        "base_model.name, original_img.size", sink: RecordingSink(), cancellation: Cancellation())
      #expect(
        after.result?["text/plain"] == .text("('InceptionV3', (120, 90))"), "\(mistake.testDescription)")
    }
    try page.record(results)
  }

  /// What the page's cells find outside: some files, a server, and addresses that cannot be reached.
  private struct World {
    /// An address on the page, and a port of this machine that nobody listens on.
    private static let unreachable = (shown: "https://no-network.example/", real: "http://127.0.0.1:1/")

    private let folder: String
    private let server: LoopbackServer
    private let network: Network

    init() throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("dreamkit-\(UUID())").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      network = try Network.load(.inceptionV3, weights: .random(seed: 0), cancellation: Cancellation())
      let picture = Image.sample(width: 120, height: 90, seed: 1)
      try picture.write(to: folder + "/sky.png")
      try Files.write(Array("Buy milk.\n".utf8), to: folder + "/notes.txt")
      try Files.write(Array("GIF89a".utf8), to: folder + "/cat.gif")
      let png = try picture.pngData()
      try Files.write(Array(png.prefix(4000)), to: folder + "/broken.png")
      try Files.write(Array(try picture.jpegData().prefix(2000)), to: folder + "/cut.jpg")
      try Files.write(Array("<!DOCTYPE html><html>Cat</html>".utf8), to: folder + "/page.jpg")
      try Files.write(Array("RIFF\u{10}\0\0\0WEBPVP8 ".utf8), to: folder + "/cat.webp")
      try Files.write(Array("\0\0\0\u{18}ftypheic\0\0\0\0".utf8), to: folder + "/photo.heic")
      // A header of 60000×60000 pixels, with its checksum.
      let header: [UInt8] = [0, 0, 234, 96, 0, 0, 234, 96, 8, 2, 0, 0, 0, 0x0F, 0xB0, 0xE2, 0x15]
      try Files.write(Array(png.prefix(16)) + header + png.dropFirst(33), to: folder + "/huge.png")
      server = LoopbackServer { request in
        request.path.hasPrefix("/wiki") ? .init(body: Array("<html>Cat</html>".utf8)) : .init(404)
      }
    }

    func remove() {
      server.stop()
      try? FileManager.default.removeItem(atPath: folder)
    }

    /// A session that finds its files in the folder and the server under the name example.org.
    func session() -> Session {
      var services = Services()
      services.picture = { (address, side, cancellation, progress) throws(DreamError) in
        try named { () throws(DreamError) in
          if address.hasPrefix(Self.unreachable.shown) {
            return try Image.remote(
              Self.unreachable.real + address.dropFirst(Self.unreachable.shown.count), side, .init(),
              folder: folder, cancellation, progress)
          }
          if address.hasPrefix("https://example.org/") {
            return try Image.remote(
              server.address("/" + address.dropFirst("https://example.org/".count)), side, .init(),
              folder: folder,
              cancellation, progress)
          }
          let isFile = !address.contains("://")
          return try Image.download(
            isFile ? folder + "/" + address : address, maxDimension: side, cancellation: cancellation,
            progress: progress)
        }
      }
      services.network = { (architecture, weights, _, cancellation, progress) throws(DreamError) in
        try named { () throws(DreamError) in
          switch weights {
          case .imagenet:
            var unreachable = architecture
            unreachable.weights = .official(
              WeightFile(
                name: "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
                address: Self.unreachable.real + "weights.h5", md5: nil, size: nil))
            _ = try WeightCatalog(folder: folder + "/weights").file(
              for: unreachable, cancellation: cancellation)
            throw DreamError(.backend, "These weights cannot be there.")
          case .file(let path):
            return try Network.load(
              architecture, weights: .file(folder + "/" + path), cancellation: cancellation)
          case .random: return network
          case .installed:
            return try Network.load(architecture, weights: weights, cancellation: cancellation)
          }
        }
      }
      let session = Session(clock: { 0 }, services: services)
      session.usesColours = false
      session.stackBudget = 48 << 20
      return session
    }

    /// An error that names the places as a reader's machine would have them.
    private func named<T>(_ body: () throws(DreamError) -> T) throws(DreamError) -> T {
      do throws(DreamError) { return try body() } catch {
        func text(_ sentence: String) -> String {
          sentence.replacing(folder + "/weights", with: "~/.cache/dreamkit/weights")
            .replacing(folder + "/", with: "").replacing(server.address("/"), with: "https://example.org/")
            .replacing(Self.unreachable.real, with: Self.unreachable.shown)
        }
        throw DreamError(error.kind, text(error.message), remedy: error.hint.map(text))
      }
    }
  }
}

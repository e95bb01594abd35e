import Ground
import TestSupport
import Testing

@testable import DreamKit

@Suite("Downloads")
struct DownloadTests {
  private static let body = (0..<5000).map { UInt8($0 % 251) }

  /// Fetches `/file` from a server into a new folder; gives the bytes, or throws after looking that nothing
  /// was left.
  private func fetch(
    maxBytes: Int64 = 1 << 20, totalSeconds: Int = 0, cancellation: Cancellation = Cancellation(),
    _ answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer
  ) throws -> [UInt8] {
    var limits = HTTPClient.Limits()
    (limits.maxBytes, limits.totalSeconds) = (maxBytes, totalSeconds)
    let server = LoopbackServer(answer)
    defer { server.stop() }
    return try ImageFixtures.withFolder { folder in
      do {
        try HTTPClient(limits: limits).fetch(
          server.address("/file"), to: folder + "/file", label: "", cancellation: cancellation)
      } catch {
        #expect(throws: FileError.self) { try Files.read(folder + "/file") }
        throw error
      }
      return try Files.read(folder + "/file")
    }
  }

  @Test("A file arrives whole, also after redirects")
  func whole() throws {
    let bytes = try fetch { request in
      request.path == "/file" ? .init(302, headers: ["Location: /other"]) : .init(body: Self.body)
    }
    #expect(bytes == Self.body)
  }

  @Test("A redirect that never ends is an error")
  func redirectLoop() {
    let error = #expect(throws: DreamError.self) {
      try fetch { _ in .init(302, headers: ["Location: /file"]) }
    }
    #expect(error?.kind == .network)
  }

  @Test("A redirect to a file on this machine is not followed")
  func redirectToFile() {
    let error = #expect(throws: DreamError.self) {
      try fetch { _ in .init(302, headers: ["Location: file:///etc/hostname"]) }
    }
    #expect(error?.kind == .network)
  }

  @Test("A refusal names its status", arguments: [304, 404, 500])
  func status(_ status: Int) {
    let error = #expect(throws: DreamError.self) { try fetch { _ in .init(status) } }
    #expect(error?.kind == .network)
    #expect(error?.message.contains("\(status)") == true)
  }

  @Test("A body above the limit is refused")
  func tooLarge() {
    let error = #expect(throws: DreamError.self) { try fetch(maxBytes: 1000) { _ in .init(body: Self.body) } }
    #expect(error?.kind == .limitExceeded)
  }

  @Test("A body that ends early is refused")
  func truncated() {
    let error = #expect(throws: DreamError.self) { try fetch { _ in .init(body: Self.body, length: 6000) } }
    #expect(error?.kind == .network)
  }

  @Test("A server that falls silent is given up")
  func silent() {
    let error = #expect(throws: DreamError.self) {
      try fetch(totalSeconds: 1) { _ in .init(body: Self.body, pause: 2) }
    }
    #expect(error?.kind == .network)
  }

  @Test("A transfer can be interrupted")
  func interrupted() {
    let cancellation = Cancellation()
    cancellation.cancel()
    let error = #expect(throws: DreamError.self) {
      try fetch(cancellation: cancellation) { _ in .init(body: Self.body) }
    }
    #expect(error == .cancelled)
  }

  @Test("Nobody listening is one clear sentence")
  func nobody() {
    let error = #expect(throws: DreamError.self) {
      try HTTPClient().fetch(
        "http://127.0.0.1:1/x", to: "/tmp/never", label: "", cancellation: Cancellation())
    }
    #expect(error?.kind == .network)
    #expect(error?.remedy?.contains("network connection") == true)
  }

  @Test(
    "A transfer goes on where it broke off, if the server still has the same file", arguments: [true, false])
  func resumes(isSameFile: Bool) throws {
    let body = Self.body
    let server = LoopbackServer { request in
      guard let range = request.headers["range"] else {
        return .init(headers: ["ETag: \"one\""], body: Array(body[..<2000]), length: body.count)
      }
      // A server that has another file by now answers a conditional range with the whole of it.
      guard isSameFile, range == "bytes=2000-", request.headers["if-range"] == "\"one\"" else {
        return .init(headers: ["ETag: \"two\""], body: body.reversed())
      }
      return .init(
        206, headers: ["Content-Range: bytes 2000-4999/5000", "ETag: \"one\""], body: Array(body[2000...]))
    }
    defer { server.stop() }
    try ImageFixtures.withFolder { folder in
      func fetch() throws(DreamError) {
        try HTTPClient().fetch(
          server.address("/w"), to: folder + "/w", label: "", resumes: true, cancellation: Cancellation())
      }
      #expect(throws: DreamError.self) { try fetch() }
      #expect(try Files.read(folder + "/w.part").count == 2000)
      try fetch()
      #expect(try Files.read(folder + "/w") == (isSameFile ? body : body.reversed()))
      #expect(throws: FileError.self) { try Files.read(folder + "/w.part") }
    }
  }

  @Test("A picture is fetched once and kept; a damaged one is fetched again")
  func cache() throws {
    let file = try ImageFixtures.bytes("rgb8.png")
    let server = LoopbackServer { _ in .init(body: file) }
    defer { server.stop() }
    try ImageFixtures.withFolder { folder in
      let address = server.address("/a.png?size=1")
      func picture() throws -> Image {
        try Image.remote(address, nil, ImageLimits(), folder: folder, Cancellation()) { _ in }
      }
      let first = try picture()
      #expect(try picture() == first)
      #expect(server.requests.map(\.path) == ["/a.png?size=1"])
      try Files.write([1, 2, 3], to: folder + "/" + Digest.sha256(Array(address.utf8)))
      #expect(try picture() == first)
      #expect(server.requests.count == 2)
    }
  }

  @Test("A page that is no picture is not kept")
  func noPicture() throws {
    let server = LoopbackServer { _ in .init(body: Array("<html>".utf8)) }
    defer { server.stop() }
    try ImageFixtures.withFolder { folder in
      for _ in 0..<2 {
        let error = #expect(throws: DreamError.self) {
          try Image.remote(server.address("/a.png"), nil, ImageLimits(), folder: folder, Cancellation()) {
            _ in
          }
        }
        #expect(error?.message.contains("web page") == true)
      }
      #expect(server.requests.count == 2)
    }
  }

  @Test("Addresses that need no network: paths, file and data addresses")
  func local() throws {
    func picture(_ address: String) throws -> Image {
      try Image.download(address, cancellation: Cancellation())
    }
    let expected = try ImageFixtures.expected("rgb8.png")
    let path = ImageFixtures.path("rgb8.png")
    #expect(try picture(path) == expected)
    #expect(try picture("file://" + path.replacing("rgb8", with: "rgb%38")) == expected)
    let bytes = try ImageFixtures.bytes("rgb8.png")
    let percent = bytes.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16) }.joined()
    #expect(try picture("data:image/png," + percent) == expected)
    #expect(try picture("data:image/png;base64," + DataAddressTests.base64(bytes)) == expected)
    for wrong in [
      "data:,%4", "data:image/png", "data:;base64,A", "ftp://example.org/a.png", "file://elsewhere/a.png",
    ] {
      #expect(throws: DreamError.self, "\(wrong)") { try picture(wrong) }
    }
  }
}

private enum DataAddressTests {
  /// The bytes in base64 (RFC 4648), by hand, so that the decoder is held against something else.
  static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? letters[number >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}

import Testing

@testable import Ground

@Suite struct EncodingTests {
  /// The vectors of RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64(_ plain: String, _ encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
  }

  @Test func base64OfAllBytesComesBack() {
    for length in 250...256 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      #expect(Base64.decode(Base64.encode(bytes).utf8) == bytes)
    }
  }

  @Test func base64PassesOverWhiteSpaceAndMissingPadding() {
    #expect(Base64.decode("Zm9v\r\nYg".utf8) == Array("foob".utf8))
  }

  @Test(arguments: ["Zm9*", "Zm9vY", "Zg==Zg", "Zm_-"])
  func damagedBase64IsRefused(_ text: String) {
    #expect(Base64.decode(text.utf8) == nil)
  }

  /// The vectors of RFC 4648, section 10, in lower case.
  @Test(arguments: [("", ""), ("f", "66"), ("fo", "666f"), ("foobar", "666f6f626172")])
  func hexadecimal(_ plain: String, _ encoded: String) {
    #expect(Hexadecimal.encode(plain.utf8) == encoded)
  }

  @Test func uniqueIDsAreRandomUUIDs() {
    let ids = (0..<100).map { _ in UniqueID.make() }
    #expect(Set(ids).count == ids.count)
    for id in ids {
      let parts = id.split(separator: "-")
      #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
      #expect(parts[2].first == "4")
      #expect("89ab".contains(parts[3].prefix(1)))
    }
  }

  @Test func sha256OfTheStandardsMessages() {
    #expect(Digest.sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      Digest.sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let running = RunningDigest()
    Array("ab".utf8).withUnsafeBytes { running.add($0) }
    Array("c".utf8).withUnsafeBytes { running.add($0) }
    #expect(running.finish() == Digest.sha256(Array("abc".utf8)))
  }

  @Test func timestampsAreISO8601InUTC() throws {
    let text = Clock.timestamp
    #expect(text.count == 27 && text.hasSuffix("Z"))
    #expect(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil)
  }
}

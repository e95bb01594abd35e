import DreamKit
import Testing

@testable import Kernel

@Suite struct MessageCodecTests {
  let key = Array("a key".utf8)

  func message() -> Message {
    Message(
      header: Header(type: "execute_request", session: "s"), identities: [[1, 2, 3]],
      content: ["code": "print('\u{1F600}')", "n": [1, .double(-2.5), .null, true]],
      metadata: ["a": "b"], buffers: [[0, 255]])
  }

  @Test func roundTrip() throws {
    let codec = MessageCodec(signer: try #require(Signer(key: key)))
    let message = message()
    #expect(try codec.decode(codec.encode(message)) == message)
  }

  @Test func signatureIsHMACSHA256() throws {
    // RFC 4231, test case 2.
    let signer = try #require(Signer(key: Array("Jefe".utf8)))
    let signature = signer.signature(of: [Array("what do ya want ".utf8), Array("for nothing?".utf8)])
    #expect(
      String(decoding: signature, as: UTF8.self)
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test func forgedIsRefusedBeforeParsing() throws {
    let codec = MessageCodec(signer: try #require(Signer(key: key)))
    var frames = codec.encode(message())
    frames[6] = Array("not JSON".utf8)
    #expect(throws: WireError.badSignature) { try codec.decode(frames) }
  }

  @Test func replayedIsRefused() throws {
    let codec = MessageCodec(signer: try #require(Signer(key: key)))
    let frames = codec.encode(message())
    _ = try codec.decode(frames)
    #expect(throws: WireError.replayed) { try codec.decode(frames) }
  }

  @Test func unsignedIsAcceptedWithoutKey() throws {
    let codec = MessageCodec(signer: try #require(Signer(key: [])))
    let frames = codec.encode(message())
    #expect(frames[2].isEmpty)
    #expect(try codec.decode(frames) == codec.decode(frames))
  }

  @Test func hostileFramesNeverCrash() throws {
    let codec = MessageCodec(signer: try #require(Signer(key: [])))
    var generator = SeededGenerator(seed: 7)
    let original = codec.encode(message())
    for _ in 0..<3000 {
      var frames = original
      for _ in 0...Int.random(in: 0..<4, using: &generator) {
        guard let index = frames.indices.randomElement(using: &generator) else { break }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: frames.remove(at: index)
        case 1: frames.insert(frames[index], at: index)
        case 2: frames[index] = Array(frames[index].prefix(Int.random(in: 0..<40, using: &generator)))
        default:
          if let byte = frames[index].indices.randomElement(using: &generator) {
            frames[index][byte] = UInt8.random(in: 0...255, using: &generator)
          }
        }
      }
      _ = try? codec.decode(frames)
    }
  }
}

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

  @Test func onlyTheLastSignaturesAreRemembered() throws {
    let signer = try #require(Signer(key: key))
    let frames = { (number: Int) in [Array("\(number)".utf8)] }
    for number in 0...Signer.memoryLimit {
      try signer.verify(signer.signature(of: frames(number)), of: frames(number))
    }
    #expect(throws: WireError.replayed) { try signer.verify(signer.signature(of: frames(1)), of: frames(1)) }
    try signer.verify(signer.signature(of: frames(0)), of: frames(0))
  }

  @Test(arguments: [
    (3, "{}", WireError.malformedHeader), (3, "[", .malformedJSON(offset: 1)),
    (3, #"{"msg_id":"i","msg_type":""}"#, .malformedHeader),
  ])
  func aHeaderWithoutTypeIsNoMessage(_ index: Int, _ text: String, _ error: WireError) throws {
    let codec = MessageCodec(signer: try #require(Signer(key: [])))
    var frames = codec.encode(message())
    frames[index] = Array(text.utf8)
    #expect(throws: error) { try codec.decode(frames) }
  }

  @Test(arguments: [
    (3, #"{"msg_type":"execute_request"}"#, WireError.malformedHeader),
    (4, "7", .noObject("parent_header")), (5, "[]", .noObject("metadata")), (6, "null", .noObject("content")),
    (6, "{", .malformedJSON(offset: 1)),
  ])
  func whatElseIsWrongCanBeAnswered(_ index: Int, _ text: String, _ fault: WireError) throws {
    let codec = MessageCodec(signer: try #require(Signer(key: [])))
    var frames = codec.encode(message())
    frames[index] = Array(text.utf8)
    let message = try codec.decode(frames)
    #expect(message.fault == fault)
    #expect(message.header.type == "execute_request")
  }

  @Test func aParentIsAlwaysUTF8() throws {
    let codec = MessageCodec(signer: try #require(Signer(key: [])))
    var frames = codec.encode(message())
    frames[3] = Array(#"{"msg_id":"i","msg_type":"t","x":""#.utf8) + [0xFF] + Array(#""}"#.utf8)
    let bytes = try codec.decode(frames).headerBytes
    #expect(String(validating: bytes, as: UTF8.self) != nil)
    #expect(try JSON(parsing: bytes)["x"] == "\u{FFFD}")
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

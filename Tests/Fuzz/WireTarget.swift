import DreamKit
import Kernel

/// What the kernel reads from its sockets: frames, their signatures, JSON, headers.
struct WireTarget: FuzzTarget {
  static let name = "wire"
  let seeds: [[UInt8]]
  let words = [
    "<IDS|MSG>", "{}", "[]", "null", "true", "-0.0", "1e999", "18446744073709551616", "\\ud83d\\ude00",
    "\\ud83d", "\"\\u0000\"",
    "msg_id", "msg_type", "execute_request", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":",
    "\u{1}", "\u{1E}",
  ].map { Array($0.utf8) }
  private let codec: MessageCodec
  private let signer: Signer

  init() throws {
    guard let signer = Signer(key: Array("a key".utf8)) else { throw FuzzError("There is no HMAC-SHA256.") }
    self.signer = signer
    codec = MessageCodec(signer: signer)
    seeds = try Self.contents.map(Self.joined) + SeedFiles.matching(["examples/0*.ipynb"])
  }

  /// Reads the input as frames, as they are and with the signature that belongs to them, and as one JSON text.
  func read(_ input: [UInt8], dice: inout SeededGenerator) {
    var frames = input.split(separator: Self.frameEnd, omittingEmptySubsequences: false).map(Array.init)
    _ = try? codec.decode(frames)
    if let delimiter = frames.firstIndex(of: Array("<IDS|MSG>".utf8)), frames.count >= delimiter + 6 {
      frames[delimiter + 1] = signer.signature(of: Array(frames[(delimiter + 2)..<(delimiter + 6)]))
      if let message = try? codec.decode(frames) { checkRoundTrip(message) }
    }
    if let json = try? JSON(parsing: input) {
      let again = try? JSON(parsing: json.encoded())
      precondition(again != nil, "what is written can be read")
    }
  }

  // MARK: Implementation

  /// What stands between frames in an input.
  private static let frameEnd: UInt8 = 0x1E

  private static let contents: [(type: String, content: String)] = [
    (
      "execute_request",
      #"{"code": "print('\ud83d\ude00')", "silent": false, "user_expressions": {"a": "1"}, "n": -1.5e3}"#
    ),
    ("complete_request", #"{"code": "run_", "cursor_pos": 4}"#),
    (
      "history_request",
      #"{"hist_access_type": "range", "session": 0, "start": 0, "stop": 9, "unique": true, "pattern": null}"#
    ),
    (
      "comm_open", #"{"comm_id": "1", "target_name": "x", "data": {"a": [1, 2, [3, {}]], "b": "\n\u00e9\\"}}"#
    ),
  ]

  private static func joined(_ request: (type: String, content: String)) -> [UInt8] {
    let header =
      #"{"msg_id": "1", "session": "s", "username": "u", "date": "2026-01-31T12:00:00Z", "msg_type": "\#(request.type)", "version": "5.5"}"#
    let frames = ["identity", "<IDS|MSG>", "", header, "{}", "{}", request.content, "buffer"]
    return Array(frames.map { Array($0.utf8) }.joined(separator: [frameEnd]))
  }

  private func checkRoundTrip(_ message: Message) {
    // A codec of its own, which has not seen the signature.
    guard let signer = Signer(key: []),
      let again = try? MessageCodec(signer: signer).decode(codec.encode(message))
    else {
      preconditionFailure("what is written can be read")
    }
    precondition(again.header == message.header && again.buffers == message.buffers)
  }
}

/// Bytes as text, as HTML embeds pictures (RFC 4648).
enum Base64 {
  /// The encoded bytes.
  static func encode(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let rest = bytes.count - start
      let first = UInt32(bytes[start]) << 16
      let second = rest > 1 ? UInt32(bytes[start + 1]) << 8 : 0
      let group = first | second | (rest > 2 ? UInt32(bytes[start + 2]) : 0)
      for place in 0..<4 {
        let isPadding = place > rest
        result.append(isPadding ? UInt8(ascii: "=") : alphabet[Int(group >> (18 - 6 * UInt32(place))) & 63])
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

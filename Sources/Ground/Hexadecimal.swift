/// Bytes as hexadecimal text in lower case, two digits each.
///
///     Hexadecimal.encode([0, 255])     // "00ff"
package enum Hexadecimal {
  /// The digits, in ASCII.
  package static func digits(of bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.flatMap { [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]] }
  }

  /// The digits as text.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: digits(of: bytes), as: UTF8.self)
  }

  private static let alphabet = Array("0123456789abcdef".utf8)
}

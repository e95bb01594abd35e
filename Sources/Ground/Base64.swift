/// The base64 encoding of RFC 4648, with padding.
///
/// The module has its own because FoundationEssentials' takes a copy of the bytes on each side: pictures of many
/// megabytes pass here, straight into the frame of a message.
package enum Base64 {
  /// The encoding of `bytes` as text.
  package static func encode(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    append(bytes, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The bytes that a text encodes. White space is ignored, padding may be missing.
  ///
  /// - Returns: nil where another character stands in it, or where it breaks off within a byte.
  package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var (bits, count, isPadded) = (UInt32(0), 0, false)
    for character in text where !" \n\r\t".utf8.contains(character) {
      if character == UInt8(ascii: "=") {
        isPadded = true
        continue
      }
      guard !isPadded, let value = alphabet.firstIndex(of: character) else { return nil }
      (bits, count) = (bits << 6 | UInt32(value), count + 6)
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return count < 6 ? result : nil
  }

  /// Appends the encoding of `bytes` to `output`.
  package static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    let whole = bytes.count / 3
    let start = output.count
    output.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (bytes.count + 2) / 3 * 4))
    alphabet.withUnsafeBufferPointer { digits in
      bytes.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          for group in 0..<whole {
            let bits =
              UInt32(input[3 * group]) << 16 | UInt32(input[3 * group + 1]) << 8
              | UInt32(input[3 * group + 2])
            let at = start + 4 * group
            output[at] = digits[Int(bits >> 18)]
            output[at + 1] = digits[Int(bits >> 12 & 63)]
            output[at + 2] = digits[Int(bits >> 6 & 63)]
            output[at + 3] = digits[Int(bits & 63)]
          }
          let rest = input[(3 * whole)...]
          guard let first = rest.first else { return }
          let second = rest.count > 1 ? rest[rest.startIndex + 1] : 0
          let bits = UInt32(first) << 16 | UInt32(second) << 8
          let at = start + 4 * whole
          output[at] = digits[Int(bits >> 18)]
          output[at + 1] = digits[Int(bits >> 12 & 63)]
          if rest.count > 1 { output[at + 2] = digits[Int(bits >> 6 & 63)] }
        }
      }
    }
  }

  // MARK: Implementation

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

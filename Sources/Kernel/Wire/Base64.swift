/// The base64 encoding of RFC 4648, with padding.
enum Base64 {
  /// Appends the encoding of `bytes` to `output`.
  static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
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

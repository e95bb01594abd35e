/// MurmurHash2 of 32 bits (Appleby, 2008), which Jupyter's frontends name cells by.
enum MurmurHash {
  /// The hash of bytes.
  static func hash(_ bytes: [UInt8], seed: UInt32) -> UInt32 {
    let factor: UInt32 = 0x5BD1_E995
    var hash = seed ^ UInt32(truncatingIfNeeded: bytes.count)
    var place = 0
    while place + 4 <= bytes.count {
      var word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
      word &*= factor
      word ^= word >> 24
      hash = hash &* factor ^ word &* factor
      place += 4
    }
    let rest = bytes[place...]
    if !rest.isEmpty {
      for (index, byte) in rest.enumerated() { hash ^= UInt32(byte) << UInt32(8 * index) }
      hash &*= factor
    }
    hash ^= hash >> 13
    hash &*= factor
    return hash ^ hash >> 15
  }
}

/// The cells that the debugger knows, under the names of files by which frontends speak of them.
///
/// Nothing is written: a name is the hash of a cell's text between a prefix and a suffix, which frontends compute as
/// well, so that they find the cell that a breakpoint or a frame belongs to.
struct CellSources {
  /// What every name begins with.
  static let prefix = "/dreamkit/cells/"
  /// What every name ends with.
  static let suffix = ".dream"
  /// What the hash starts from.
  static let seed: UInt32 = 0x6B64_6B31

  private var codes: [String: String] = [:]

  /// The name of a cell.
  static func path(of code: String) -> String {
    "\(prefix)\(MurmurHash.hash(Array(code.utf8), seed: seed))\(suffix)"
  }

  /// Remembers a cell and returns its name.
  mutating func add(_ code: String) -> String {
    let path = Self.path(of: code)
    codes[path] = code
    return path
  }

  /// The text of a cell that was remembered.
  func code(at path: String) -> String? { codes[path] }
}

/// MurmurHash2 of 32 bits (Appleby, 2008), which Jupyter's frontends name cells by.
enum MurmurHash {
  /// The hash of bytes.
  static func hash(_ bytes: [UInt8], seed: UInt32) -> UInt32 {
    let factor: UInt32 = 0x5BD1_E995
    var hash = seed ^ UInt32(truncatingIfNeeded: bytes.count)
    var offset = 0
    while offset + 4 <= bytes.count {
      var word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
      word &*= factor
      word ^= word >> 24
      hash = hash &* factor ^ word &* factor
      offset += 4
    }
    let rest = bytes[offset...]
    if !rest.isEmpty {
      for (index, byte) in rest.enumerated() { hash ^= UInt32(byte) << UInt32(8 * index) }
      hash &*= factor
    }
    hash ^= hash >> 13
    hash &*= factor
    return hash ^ hash >> 15
  }
}

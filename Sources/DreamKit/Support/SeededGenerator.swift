/// A small deterministic random number generator: SplitMix64 (Steele, Lea and Flood, 2014).
///
/// The same seed gives the same stream on every platform.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the stream that belongs to a seed.
  package init(seed: UInt64) { state = seed }

  /// The next 64 bits of the stream.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number drawn uniformly from [0, 1) with 24 random bits.
  package mutating func nextUnit() -> Float { Float(next() >> 40) * 0x1p-24 }
}

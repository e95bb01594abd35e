import DreamKit

/// Damages inputs, the same way for the same seed.
struct Mutator {
  private let seeds: [[UInt8]]
  private let words: [[UInt8]]
  /// The longest input that is made, and the longest seed that is damaged, in bytes.
  private let longest = 1 << 16

  /// Makes a mutator of sound inputs and of words to mix in.
  init(seeds: [[UInt8]], words: [[UInt8]]) {
    self.seeds = seeds.filter { [longest] in $0.count <= longest }
    self.words = words
  }

  /// The next input: a seed with one to sixteen damages.
  func input(_ dice: inout SeededGenerator) -> [UInt8] {
    var bytes = seeds.randomElement(using: &dice) ?? []
    for _ in 0..<(1 << Int.random(in: 0...4, using: &dice)) { damage(&bytes, &dice) }
    return Array(bytes.prefix(longest))
  }

  // MARK: Implementation

  /// Values that often stand at the edge of what a reader expects.
  private static let edges: [UInt8] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF]

  private func damage(_ bytes: inout [UInt8], _ dice: inout SeededGenerator) {
    guard !bytes.isEmpty else { return bytes = words.randomElement(using: &dice) ?? [0] }
    let place = Int.random(in: 0..<bytes.count, using: &dice)
    let end = min(bytes.count, place + Int.random(in: 1...64, using: &dice))
    switch Int.random(in: 0..<10, using: &dice) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    case 1: bytes[place] = .random(in: 0...255, using: &dice)
    case 2: bytes[place] = Self.edges.randomElement(using: &dice) ?? 0
    case 3: bytes[place] = bytes[place] &+ (Bool.random(using: &dice) ? 1 : 255)
    case 4: bytes.removeSubrange(place..<end)
    case 5: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &dice))
    case 6: bytes.insert(contentsOf: words.randomElement(using: &dice) ?? [], at: place)
    case 7:
      let word = words.randomElement(using: &dice) ?? []
      bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
    case 8:
      // The end of another seed behind the beginning of this one.
      let other = seeds.randomElement(using: &dice) ?? []
      bytes = Array(bytes[..<place] + other.suffix(Int.random(in: 0...other.count, using: &dice)))
    default:
      // A number of two, four or eight bytes, at an edge.
      let count = min([2, 4, 8].randomElement(using: &dice) ?? 2, bytes.count - place)
      let value = Self.edges.randomElement(using: &dice) ?? 0
      for offset in 0..<count { bytes[place + offset] = value }
    }
  }
}

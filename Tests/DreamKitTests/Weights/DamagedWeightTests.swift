import DreamKit
import Testing

@Suite struct DamagedWeightTests {
  /// Reads all a file has to give.
  private func readEverything(_ path: String) throws {
    let store = try WeightStore(path: path)
    for layer in store.layers {
      for weight in layer.weights { _ = try store.file.tensor(at: weight) }
    }
  }

  @Test(arguments: WeightFixtures.names)
  func filesCutShortAreRefused(name: String) throws {
    let whole = WeightFixtures.bytes(name)
    for length in stride(from: 8, to: whole.count - 8, by: max(1, whole.count / 40)) {
      try WeightFixtures.withFile(Array(whole.prefix(length))) { path in
        let error = #expect(throws: DreamError.self) { try readEverything(path) }
        #expect(error?.message.contains(path) == true)
      }
    }
  }

  @Test func damagedFilesAreReadOrRefusedButNeverCrash() throws {
    var generator = SeededGenerator(seed: 2)
    let wholes = WeightFixtures.names.map(WeightFixtures.bytes)
    for round in 0..<1000 {
      var bytes = wholes[round % wholes.count]
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let place = Int.random(in: 8..<bytes.count, using: &generator)
        bytes[place] =
          [0, 255, UInt8.random(in: 0...255, using: &generator)].randomElement(using: &generator) ?? 0
      }
      try WeightFixtures.withFile(bytes) { path in
        do {
          try readEverything(path)
        } catch let error as DreamError {
          #expect(!error.message.isEmpty)
        }
      }
    }
  }
}

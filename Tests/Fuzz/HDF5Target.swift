import DreamKit
import Glibc

/// The reader of Keras weight files, with the process of its own that looks at each file first.
struct HDF5Target: FuzzTarget {
  static let name = "hdf5"
  let seeds: [[UInt8]]
  let words = [
    "\u{89}HDF\r\n\u{1A}\n", "TREE", "HEAP", "SNOD", "GCOL", "OHDR", "OCHK", "FRHP", "FHDB", "BTHD", "BTLF",
    "layer_names", "weight_names", "layers", "vars", "model_weights",
  ].map { $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
  private let path = "/tmp/dreamkit-fuzz-\(getpid()).h5"

  init() throws {
    seeds = try SeedFiles.matching(["Tests/Fixtures/Weights/*.h5", "Tests/Fixtures/Fuzz/hdf5/*"])
  }

  func read(_ input: [UInt8], dice: inout SeededGenerator) {
    guard let file = fopen(path, "wb") else { return }
    fwrite(input, 1, input.count, file)
    fclose(file)
    defer { unlink(path) }
    guard let store = try? WeightStore(path: path) else { return }
    for layer in store.layers.prefix(100) {
      for weight in layer.weights.prefix(10) { _ = try? store.file.tensor(at: weight) }
    }
  }
}

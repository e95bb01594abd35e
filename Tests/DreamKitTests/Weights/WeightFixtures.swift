import DreamKit
import Glibc

/// The weight files of `Tests/Fixtures/Weights` and the network they hold.
enum WeightFixtures {
  static let names = [
    "legacy-fixed.h5", "legacy-variable.h5", "whole-model.h5", "keras3-named.weights.h5",
    "keras3-unnamed.weights.h5", "keras3-half.weights.h5",
  ]

  static let requests = [
    WeightRequest(name: "conv2d", kind: "conv2d", shapes: [[3, 3, 3, 2], [2]]),
    WeightRequest(name: "batch_normalization", kind: "batch_normalization", shapes: [[2], [2], [2]]),
    WeightRequest(name: "conv2d_1", kind: "conv2d", shapes: [[1, 1, 2, 1]]),
  ]

  static func path(_ name: String, file: String = #filePath) -> String {
    let tests = file.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(tests)/Fixtures/Weights/\(name)"
  }

  static func bytes(_ name: String) -> [UInt8] {
    guard let file = fopen(path(name), "rb") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }

  /// Writes bytes to a file of its own, hands over its path and removes it.
  @discardableResult
  static func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/dreamkit-weights-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { unlink(path) }
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    return try body(path)
  }
}

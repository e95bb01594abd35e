import Foundation
import Ground

@testable import DreamKit

/// What TensorFlow made of the paper's steps: the files of `Tests/Fixtures/Parity`, beside the script that wrote them.
enum ParityFixtures {
  /// The numbers of a `.npy` file.
  static func numbers(_ name: String) throws -> [Float] { try Tensor(npyAt: path(name)).values }

  /// The whole numbers in each line of a text file.
  static func rows(_ name: String) throws -> [[Int]] {
    let text = String(decoding: try Files.read(path(name)), as: UTF8.self)
    return text.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
  }

  private static func path(_ name: String, file: String = #filePath) -> String {
    URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/Parity/\(name)").path
  }
}

import Foundation
import Ground

@testable import DreamKit

/// The picture files of `Tests/Fixtures/Images`, and what was expected of them when they were made.
enum ImageFixtures {
  static func path(_ name: String, file: String = #filePath) -> String {
    let tests = file.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(tests)/Fixtures/Images/\(name)"
  }

  static func bytes(_ name: String) throws -> [UInt8] { try Files.read(path(name)) }

  /// The levels that were recorded for a file, or a thumbnail of it.
  static func expected(_ name: String) throws -> Image {
    let lines = String(decoding: try bytes("sizes.txt"), as: UTF8.self).split(separator: "\n")
    let words = lines.map { $0.split(separator: " ") }.first { $0[0] == name } ?? []
    guard words.count == 3, let width = Int(words[1]), let height = Int(words[2]) else {
      throw DreamError(.notFound, "No size was recorded for '\(name)'.")
    }
    return Image(height: height, width: width, pixels: try bytes(name + ".rgb"))
  }

  /// Hands over the path of a new folder, and removes it afterwards.
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = NSTemporaryDirectory() + "/dreamkit-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }
}

extension Image {
  /// The largest difference of a level, 256 where the sizes differ.
  func difference(from other: Image) -> Int {
    guard width == other.width, height == other.height else { return 256 }
    return zip(pixels, other.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }
}

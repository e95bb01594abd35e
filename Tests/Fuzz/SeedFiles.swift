import Glibc

/// The sound inputs that lie in the package as files.
enum SeedFiles {
  /// The contents of the files that patterns with `*` name, relative to the package.
  static func matching(_ patterns: [String]) throws -> [[UInt8]] {
    let contents = patterns.flatMap(paths).map(contents)
    if contents.isEmpty { throw FuzzError("There is no file like \(patterns.joined(separator: ", ")).") }
    return contents
  }

  // MARK: Implementation

  private static let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  private static func paths(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob("\(package)/\(pattern)", 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }

  private static func contents(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
    return bytes
  }
}

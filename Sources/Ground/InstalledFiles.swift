/// The files that come with the program: trained weights, logos.
///
/// An installed program finds them in `share/dreamkit` beside the `bin` that it lies in, wherever that has been moved
/// to; a program that lies where it was built finds them in the package.
package enum InstalledFiles {
  /// The folder of that name which holds all of the given files, or nil where there is none. `DREAMKIT_SHARE` names a
  /// place to look in first.
  package static func folder(_ name: String, holding files: [String]) -> String? {
    places.map { "\($0)/\(name)" }.first { folder in files.allSatisfy { Files.exists("\(folder)/\($0)") }
    }
  }

  /// The folders that are looked in, the first first.
  package static var places: [String] {
    var above = foldersAboveProgram[...]
    _ = above.popFirst()
    let chosen = Environment["DREAMKIT_SHARE"].map { [Environment.expand($0)] } ?? []
    let installed = above.first.map { ["\($0)/share/dreamkit"] } ?? []
    return chosen + installed + above.filter { Files.exists("\($0)/Package.swift") }
  }

  // MARK: Implementation

  /// The folders that the running program lies in, the nearest first, links resolved.
  private static var foldersAboveProgram: [String] {
    guard var rest = Files.resolved("/proc/self/exe")?[...] else { return [] }
    var folders: [String] = []
    while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
      rest = rest[..<slash]
      folders.append(String(rest))
    }
    return folders
  }
}

import Glibc

/// What lies in a folder.
enum FolderListing {
  /// The names in a folder, in no order; none where it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.filter { $0 != "." && $0 != ".." }
  }

  /// The names in the folder of `path` that its own name may have meant, nearest first.
  static func names(beside path: String) -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    guard let name = parts.last else { return [] }
    return names(in: parts.count == 1 ? "." : folder.isEmpty ? "/" : folder)
      .filter { !$0.hasPrefix(".") }.nearest(to: String(name))
  }
}

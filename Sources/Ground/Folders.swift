import Glibc

/// Folders: DreamKit's own, how they are made, and what lies in them.
package enum Folders {
  /// The folder for what DreamKit downloads or prepares and can make again: `DREAMKIT_CACHE`, else
  /// `XDG_CACHE_HOME/dreamkit`, else `~/.cache/dreamkit`.
  package static var cache: String {
    Environment["DREAMKIT_CACHE"] ?? (Environment["XDG_CACHE_HOME"] ?? Environment.home + "/.cache")
      + "/dreamkit"
  }

  /// The folder for what DreamKit keeps for its user and cannot make again: `XDG_DATA_HOME/dreamkit`, else
  /// `~/.local/share/dreamkit`.
  package static var data: String {
    (Environment["XDG_DATA_HOME"] ?? Environment.home + "/.local/share") + "/dreamkit"
  }

  /// A folder inside the cache, made where it does not exist, private to the user.
  package static func cache(_ name: String) throws(FileError) -> String {
    let folder = cache + "/" + name
    try make(folder)
    return folder
  }

  /// Makes a folder and those above it where they do not exist.
  ///
  /// - Parameter mode: their permissions; private to the user where not given.
  package static func make(_ path: String, mode: mode_t = 0o700) throws(FileError) {
    var prefix = path.hasPrefix("/") ? "" : "."
    for name in path.split(separator: "/") {
      prefix += "/" + name
      if mkdir(prefix, mode) != 0 && errno != EEXIST { throw .unwritable(prefix) }
    }
  }

  /// An entry of a folder.
  package struct Entry: Equatable, Sendable {
    package let name: String
    package let isFolder: Bool
  }

  /// The contents of a folder, in no order and without `.` and `..`; empty where it cannot be read.
  package static func entries(of folder: String) -> [Entry] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var entries: [Entry] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." {
        entries.append(Entry(name: name, isFolder: entry.pointee.d_type == UInt8(DT_DIR)))
      }
    }
    return entries
  }

  /// The visible names in the folder of `path` that its own name may be a misspelling of, nearest first.
  package static func names(like path: String) -> [String] {
    let names = entries(of: Files.folder(of: path)).map(\.name).filter { !$0.hasPrefix(".") }
    return Spelling.nearest(to: Files.name(of: path), in: names, atMost: 3)
  }
}

import Glibc
import Ground

/// Removal of folders of packed weights that will not be asked for again. Processes that have their files mapped keep them.
extension PreparedWeights {
  /// The name of the file in a folder that tells what its weights were made of: paths, one a line.
  static let sourcesName = "sources.txt"

  /// A folder that has not been used for so many seconds, 90 days, is removed too.
  private static let longest = 90 * 24 * 3600

  /// Removes the folders whose weights file is gone or was replaced, and those that have not been used for long.
  ///
  /// - Parameters:
  ///   - cache: the cache's folder for the engine.
  ///   - own: the name of the folder that stays.
  ///   - now: the time in seconds since 1970.
  static func clean(_ cache: String, except own: String, now: Int = time(nil)) {
    for name in Folders.entries(of: cache).map(\.name) where name != own && isFolderName(name) {
      let folder = cache + "/" + name
      if isStale(name, at: folder, own: own) || lastUse(of: folder).map({ now - $0 > longest }) ?? false {
        remove(folder)
      }
    }
  }

  /// Notes that a folder is used now.
  static func touch(_ folder: String) { utimensat(AT_FDCWD, folder, nil, 0) }

  // MARK: Implementation

  /// Whether this is a name that ``init(identity:sources:cache:)`` gives.
  private static func isFolderName(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count > 4 && parts[0].count == 16 && parts[1].count == 16
      && parts[..<2].joined().allSatisfy(\.isHexDigit) && name.contains("-onednn-")
  }

  /// Whether the files that a folder's weights were made of are no longer what they were.
  private static func isStale(_ name: String, at folder: String, own: String) -> Bool {
    guard let bytes = try? Files.read(folder + "/" + sourcesName, limit: 1 << 16), !bytes.isEmpty else {
      // Older versions wrote no paths: the same path with another state is a file that was replaced.
      return name.prefix(17) == own.prefix(17) && name.prefix(33) != own.prefix(33)
    }
    let paths = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    let identities = paths.map { Digest.identity(of: $0) }
    let identity = identities.compactMap { $0 }.joined(separator: "-")
    return identities.contains(nil) || !name.hasPrefix(identity + "-")
  }

  private static func lastUse(of folder: String) -> Int? {
    var status = stat()
    return lstat(folder, &status) == 0 ? status.st_mtim.tv_sec : nil
  }

  /// Removes a folder with its files; what else lies in it stays, and so does the folder then.
  private static func remove(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    for file in Folders.entries(of: folder).map(\.name) { unlinkat(descriptor, file, 0) }
    rmdir(folder)
  }
}

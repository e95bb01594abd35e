/// The HDF5 files that were once walked over without harm, as marks in the cache: as long as such a file stays as it is,
/// it need not be walked over again.
enum SoundFiles {
  /// Whether the file was remembered, and is the same still.
  static func hold(_ path: String) -> Bool {
    guard let mark = mark(of: path) else { return false }
    return FileBytes.exists(mark)
  }

  /// Remembers a file. A cache that cannot be written is no error: the file will be walked over again.
  static func remember(_ path: String) {
    guard let mark = mark(of: path) else { return }
    try? FileBytes.write([], to: mark, mode: 0o600)
  }

  private static func mark(of path: String) -> String? {
    guard let identity = FileDigest.identity(of: path), let folder = try? CacheDirectory.folder("sound")
    else { return nil }
    return folder + "/" + identity
  }
}

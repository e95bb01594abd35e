import Glibc

/// The folder for what DreamKit fetches or prepares and can make again.
public enum CacheDirectory {
  /// `DREAMKIT_CACHE`, else `XDG_CACHE_HOME/dreamkit`, else `~/.cache/dreamkit`.
  public static var path: String {
    if let own = Environment["DREAMKIT_CACHE"] { return own }
    if let cache = Environment["XDG_CACHE_HOME"] { return cache + "/dreamkit" }
    return Environment.home + "/.cache/dreamkit"
  }

  /// A folder inside the cache, made where it does not exist, private to the user.
  ///
  /// - Throws: ``DreamError`` where it cannot be made.
  public static func folder(_ name: String) throws(DreamError) -> String {
    let folder = path + "/" + name
    try makeFolder(folder)
    return folder
  }

  /// Makes a folder and those above it, private to the user.
  static func makeFolder(_ path: String) throws(DreamError) {
    var prefix = path.hasPrefix("/") ? "" : "."
    for name in path.split(separator: "/") {
      prefix += "/" + name
      if mkdir(prefix, 0o700) != 0 && errno != EEXIST { throw .unwritable(prefix) }
    }
  }
}

/// The process's environment.
public enum Environment {
  /// A variable that is set and not empty.
  public static subscript(name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The user's home folder.
  public static var home: String {
    if let home = Environment["HOME"] { return home }
    guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return "/tmp" }
    return String(cString: folder)
  }

  /// A path with `~` at its beginning replaced by the home folder.
  public static func expand(_ path: String) -> String {
    path == "~" || path.hasPrefix("~/") ? home + path.dropFirst() : path
  }
}

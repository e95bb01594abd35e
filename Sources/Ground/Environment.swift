import Glibc

/// The process's environment variables.
///
///     Environment["DREAMKIT_CACHE"]     // "/data/cache", or nil where it is not set or empty
package enum Environment {
  /// A variable that is set and not empty.
  package static subscript(name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The user's home folder.
  package static var home: String {
    if let home = Environment["HOME"] { return home }
    guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return "/tmp" }
    return String(cString: folder)
  }

  /// A path with `~` at its beginning replaced by the home folder.
  package static func expand(_ path: String) -> String {
    path == "~" || path.hasPrefix("~/") ? home + path.dropFirst() : path
  }
}

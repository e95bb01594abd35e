import Glibc

/// A file could not be read or written.
struct FileError: Error, CustomStringConvertible {
  let description: String

  /// The error of the system call that has just failed.
  init(_ action: String, _ path: String) {
    description = "Could not \(action) '\(path)': \(String(cString: strerror(errno)))."
  }
}

/// Whole files and folders.
enum Files {
  /// The bytes of a file.
  static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw FileError("read", path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
    guard ferror(file) == 0 else { throw FileError("read", path) }
    return bytes
  }

  /// Writes a file, whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let temporary = "\(path).\(getpid()).part"
    guard let file = fopen(temporary, "wb") else { throw FileError("write", path) }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count, rename(temporary, path) == 0 else {
      defer { unlink(temporary) }
      throw FileError("write", path)
    }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw FileError("make the folder", path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError("make the folder", path) }
  }

  /// Whether there is a file or folder of that name.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The path from the root, of a file or folder that need not be there.
  static func absolute(_ path: String) throws -> String {
    if path.hasPrefix("/") { return path }
    guard let here = resolved(".") else { throw FileError("find", ".") }
    return path == "." ? here : "\(here)/\(path)"
  }

  /// Makes the folder that a file lies in the one that paths start from.
  static func enter(folderOf path: String) throws {
    guard let slash = path.lastIndex(of: "/") else { return }
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    guard chdir(folder) == 0 else { throw FileError("enter", folder) }
  }

  /// The path with all links resolved, or nil where there is no such file.
  static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}

import Glibc

/// Complete files as bytes, and their paths.
package enum Files {
  /// The bytes of a file, at most `limit` of them.
  ///
  /// - Throws: ``FileError``: `notFound`, `unreadable` or `limitExceeded`.
  package static func read(_ path: String, limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(.unreadable, "'\(path)' is not a file.")
    }
    guard status.st_size <= limit else {
      throw FileError(
        .tooLarge, "'\(path)' is larger than \(limit >> 20) MB.", remedy: "Use a smaller file.")
    }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let more = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if more < 0 && errno == EINTR { continue }
        if more < 0 { failed = true }
        if more <= 0 { break }
        count += more
      }
    }
    if failed { throw .unreadable(path) }
    return bytes
  }

  /// What a file gives when it is read to its end, at most `limit` bytes: for files whose size is not known before.
  ///
  /// - Throws: ``FileError`` with kind `unreadable`.
  package static func stream(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: min(limit, 1 << 16))
    while bytes.count < limit {
      let count = Glibc.read(descriptor, &block, min(block.count, limit - bytes.count))
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .unreadable(path) }
      if count == 0 { break }
      bytes += block[..<count]
    }
    return bytes
  }

  /// Whether there is a file or folder of that name.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Gives a file another name in the same file system.
  package static func move(_ path: String, to other: String) throws(FileError) {
    if rename(path, other) != 0 { throw .unwritable(other) }
  }

  /// Removes a file, if it is there.
  package static func remove(_ path: String) { unlink(path) }

  /// Writes a file completely or not at all.
  ///
  /// - Throws: ``FileError`` with kind `unwritable`.
  package static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws(FileError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0...(.max))).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .unwritable(path) }
    let handle = PartialFile.Handle(path: temporary, descriptor: descriptor)
    let isWhole = bytes.withUnsafeBytes { handle.write($0) } && handle.sync()
    handle.close()
    guard isWhole, rename(temporary, path) == 0 else {
      let error = FileError.unwritable(path)
      unlink(temporary)
      throw error
    }
  }

  // MARK: Paths

  /// The folder part of a path; `.` where it has none.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }

  /// A file's path from the root, links resolved; nil where there is no such file.
  package static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// The path from the root, of a file or folder that need not exist.
  package static func absolute(_ path: String) throws(FileError) -> String {
    if path.hasPrefix("/") { return path }
    guard let here = resolved(".") else { throw .unreadable(".") }
    return path == "." ? here : "\(here)/\(path)"
  }
}

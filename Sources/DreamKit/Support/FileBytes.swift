import Glibc

/// Whole files as bytes.
package enum FileBytes {
  /// The bytes of a file, at most `limit` of them.
  ///
  /// - Throws: ``DreamError``: `notFound`, `unreadable` or `limitExceeded`.
  static func read(_ path: String, limit: Int = 1 << 30) throws(DreamError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw DreamError(.notFound, "There is no file '\(path)'.") }
      throw DreamError(.unreadable, "'\(path)' cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw DreamError(.unreadable, "'\(path)' is not a file.")
    }
    guard status.st_size <= limit else {
      throw DreamError(
        .limitExceeded, "'\(path)' is larger than \(limit >> 20) MB.", remedy: "Use a smaller file.")
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
    if failed {
      throw DreamError(.unreadable, "'\(path)' cannot be read: \(String(cString: strerror(errno))).")
    }
    return bytes
  }

  /// What a file gives when it is read to its end, at most `limit` bytes: for files whose size is not known before.
  ///
  /// - Throws: ``DreamError`` with kind `unreadable`.
  static func stream(_ path: String, limit: Int) throws(DreamError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw DreamError(.unreadable, "'\(path)' cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while count < limit {
        let more = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, limit - count)
        if more < 0 && errno == EINTR { continue }
        if more <= 0 { break }
        count += more
      }
    }
  }

  /// Whether there is a file or folder of that name.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Gives a file another name in the same file system.
  static func move(_ path: String, to other: String) throws(DreamError) {
    if rename(path, other) != 0 { throw .unwritable(other) }
  }

  /// Removes a file, if it is there.
  static func remove(_ path: String) { unlink(path) }

  /// Writes a file, whole or not at all.
  ///
  /// - Throws: ``DreamError`` with kind `unwritable`.
  package static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws(DreamError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0...(.max))).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .unwritable(path) }
    let handle = PartialFile.Handle(path: temporary, descriptor: descriptor)
    let isWhole = bytes.withUnsafeBytes { handle.write($0) } && handle.sync()
    handle.close()
    guard isWhole, rename(temporary, path) == 0 else {
      let error = DreamError.unwritable(path)
      unlink(temporary)
      throw error
    }
  }
}

extension DreamError {
  /// The error of a file that cannot be written, with the system's reason.
  static func unwritable(_ path: String) -> DreamError {
    let reason = errno
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    return DreamError(
      .unwritable, "'\(path)' cannot be written: \(String(cString: strerror(reason))).",
      remedy: reason == ENOENT ? "The folder '\(folder)' does not exist; make it first." : nil)
  }
}

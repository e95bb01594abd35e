import Glibc

/// A file that is written completely or not at all: bytes go to `path.part`, which is renamed when all are
/// there.
package struct PartialFile {
  /// The path of the finished file.
  package let path: String

  private let partPath: String
  private var tagPath: String { partPath + ".etag" }

  /// - Parameters:
  ///   - path: the path of the finished file.
  ///   - isShared: whether the part is called `path.part`, so that a later process finds it; whoever shares a part
  ///     holds a ``FileLock`` meanwhile. Else it has a name of its own, and two processes may fetch the same file at
  ///     the same time.
  package init(path: String, isShared: Bool) {
    self.path = path
    partPath = isShared ? path + ".part" : "\(path).\(getpid()).\(UInt32.random(in: 0...(.max))).part"
  }

  /// An open part.
  package final class Handle {
    /// The path of the part.
    package let path: String
    /// Whether a write failed.
    package private(set) var failed = false
    private var descriptor: Int32

    package init(path: String, descriptor: Int32) {
      self.path = path
      self.descriptor = descriptor
    }

    deinit { close() }

    /// The bytes that are there.
    package var size: Int64 { Int64(max(lseek(descriptor, 0, SEEK_END), 0)) }

    /// Drops the bytes that are there.
    package func restart() {
      failed = failed || ftruncate(descriptor, 0) != 0
      lseek(descriptor, 0, SEEK_SET)
    }

    /// Appends bytes; false where that failed.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
      var rest = bytes[...]
      while !rest.isEmpty, !failed {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { failed = true } else { rest = rest.dropFirst(count) }
      }
      return !failed
    }

    /// Brings the bytes to the disk.
    package func sync() -> Bool { fsync(descriptor) == 0 }

    /// Closes the part; calling it again changes nothing.
    package func close() {
      if descriptor >= 0 { Glibc.close(descriptor) }
      descriptor = -1
    }
  }

  /// What the server called the file that the part belongs to.
  package var tag: String? {
    guard let bytes = try? Files.read(tagPath, limit: 1 << 10), !bytes.isEmpty else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Opens the part, private to the user, with or without the bytes that are there.
  package func open(keeping: Bool) throws(FileError) -> Handle {
    let descriptor = Glibc.open(partPath, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0o600)
    guard descriptor >= 0 else { throw .unwritable(path) }
    let handle = Handle(path: partPath, descriptor: descriptor)
    if !keeping { handle.restart() }
    return handle
  }

  /// Keeps the part for another time, if the server named what it belongs to.
  package func keep(tag: String?) {
    guard let tag else { return discard() }
    do { try Files.write(Array(tag.utf8), to: tagPath) } catch { discard() }
  }

  /// Removes the part.
  package func discard() {
    unlink(partPath)
    unlink(tagPath)
  }

  /// Makes the part the file.
  package func finish(_ handle: Handle) throws(FileError) {
    defer { handle.close() }
    guard handle.sync(), rename(partPath, path) == 0 else {
      let error = FileError.unwritable(path)
      discard()
      throw error
    }
    unlink(tagPath)
  }
}

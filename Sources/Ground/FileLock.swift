import Glibc

/// An advisory lock between threads and processes, held until ``release()`` or the end of the process.
package struct FileLock {
  private let descriptor: Int32

  /// Waits for the lock of that file, which is created where it does not exist and stays.
  ///
  /// - Throws: ``FileError``: `unwritable`, or `cancelled` where waiting was interrupted.
  package init(path: String, cancellation: Cancellation) throws(FileError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unwritable(path) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let error = FileError.unwritable(path)
        close(descriptor)
        throw error
      }
      guard !cancellation.isCancelled else {
        close(descriptor)
        throw FileError(.cancelled, "Interrupted.")
      }
      usleep(50_000)
    }
  }

  /// Releases the lock; called once.
  package func release() { close(descriptor) }
}

import Glibc

/// An advisory lock between threads and processes, held until ``release()`` or the end of the process.
struct FileLock {
  private let descriptor: Int32

  /// Waits until nobody else holds the lock of that file, which is made and stays.
  ///
  /// - Throws: ``DreamError``: `unwritable`, or ``DreamError/cancelled`` where waiting was interrupted.
  init(path: String, cancellation: Cancellation) throws(DreamError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unwritable(path) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let error = DreamError.unwritable(path)
        close(descriptor)
        throw error
      }
      guard !cancellation.isCancelled else {
        close(descriptor)
        throw .cancelled
      }
      usleep(50_000)
    }
  }

  /// Lets the next one in; called once.
  func release() { close(descriptor) }
}

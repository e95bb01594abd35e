import Glibc

extension HDF5File {
  /// Looks at a file's first bytes, so that common mistakes get a sentence of their own.
  ///
  /// - Throws: ``DreamError`` where there is no file, it is a folder, empty, a `.keras` archive or no HDF5 file.
  static func checkSignature(_ path: String) throws(DreamError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason = errno
      if reason == ENOENT || reason == ENOTDIR {
        throw DreamError(.notFound, "There is no weight file at \(path).")
      }
      throw DreamError(.unreadable, "\(path) cannot be opened: \(String(cString: strerror(reason))).")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw DreamError(.unreadable, "\(path) is not a file.", remedy: "Give the path of a Keras HDF5 file.")
    }
    var start = [UInt8](repeating: 0, count: 8)
    let count = read(descriptor, &start, start.count)
    if count == 8, start == [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A] { return }
    if count >= 4, start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw DreamError(
        .unreadable, "\(path) is a zip archive, such as a .keras model, not an HDF5 file.",
        remedy: "Save the weights in Keras with model.save_weights(\"NAME.weights.h5\").")
    }
    throw DreamError(
      .unreadable, "\(path) is not an HDF5 file.",
      remedy: "Give a file saved by Keras' save_weights(\"NAME.h5\").")
  }
}

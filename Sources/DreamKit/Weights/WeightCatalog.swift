import Ground

/// A file of trained weights that the Keras project offers.
public struct WeightFile: Sendable, Equatable {
  /// The file's name, the same in the weights folder and on the server.
  public let name: String
  /// Where it is offered, or nil where it is not.
  public let address: String?
  /// The MD5 digest that the Keras project publishes.
  public let md5: String?
  /// The size in bytes, where known.
  public let size: Int64?

  package init(name: String, address: String?, md5: String?, size: Int64?) {
    (self.name, self.address, self.md5, self.size) = (name, address, md5, size)
  }
}

/// The folder of weight files: which ones of an architecture are there, and the way to get the others.
public struct WeightCatalog: Sendable {
  /// The folder that is looked in and downloaded to: `DREAMKIT_WEIGHTS`, else `weights` in the cache.
  public let folder: String

  /// The catalogue of the user's folder.
  public init() { self.init(folder: Environment["DREAMKIT_WEIGHTS"] ?? Folders.cache + "/weights") }

  package init(folder: String) { self.folder = folder }

  /// The path of a network's ImageNet weights, if they are in the folder.
  public func presentFile(for architecture: Architecture) -> String? {
    guard case .official(let file) = architecture.weights else { return nil }
    let path = folder + "/" + file.name
    return Files.exists(path) ? path : nil
  }

  /// The path of a network's ImageNet weights, downloaded where they are not in the folder.
  ///
  /// A download that breaks off is resumed when the file is asked for again. The file is put into place only when
  /// its MD5 digest is the published one.
  ///
  /// - Throws: ``DreamError`` where the file is not there and cannot be fetched; it names the three ways out.
  public func file(
    for architecture: Architecture, cancellation: Cancellation, progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> String {
    if let path = presentFile(for: architecture) { return path }
    guard case .official(let file) = architecture.weights else {
      throw DreamError(.notFound, "There are no ImageNet weights for \(architecture.name).")
    }
    guard let address = file.address else {
      throw missing("The ImageNet weights of \(architecture.name) have no official address.", file)
    }
    try withFiles(try Folders.make(folder))
    let path = folder + "/" + file.name
    // Two kernels may want the same file at once: the second waits, and finds it.
    let lock = try withFiles(try FileLock(path: path + ".lock", cancellation: cancellation))
    defer { lock.release() }
    if Files.exists(path) { return path }
    let arriving = path + ".download"
    var client = HTTPClient()
    client.limits.maxBytes = 1 << 30
    do throws(DreamError) {
      try client.fetch(
        address, to: arriving, label: "Downloading the weights of \(architecture.name)", resumes: true,
        cancellation: cancellation, progress: progress)
    } catch {
      if error == .cancelled { throw error }
      throw missing(
        "The ImageNet weights of \(architecture.name) could not be downloaded: \(error.message)", file,
        error.kind)
    }
    if let md5 = file.md5, try withFiles(try Digest.md5(path: arriving, cancellation: cancellation)) != md5 {
      Files.remove(arriving)
      throw DreamError(
        .unreadable,
        "The downloaded weights of \(architecture.name) are damaged: their MD5 digest is not \(md5).",
        remedy: "Try again.")
    }
    try withFiles(try Files.move(arriving, to: path))
    return path
  }

  // MARK: Implementation

  private func missing(_ reason: String, _ file: WeightFile, _ kind: DreamError.Kind = .notFound)
    -> DreamError
  {
    .missingWeights(kind, reason: reason, file: file.name, folder: folder)
  }
}

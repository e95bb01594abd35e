import Ground

/// The weight files that DreamKit knows by name, and where they are or come from.
public struct WeightCatalog: Sendable {
  /// One file.
  public struct Entry: Sendable, Equatable {
    /// The network that the file belongs to.
    public let architecture: Architecture
    /// The file's name, the same in the weights folder and on the server.
    public let fileName: String
    /// Where the Keras project offers it, or nil where it does not.
    public let address: String?
    /// The MD5 digest that the Keras project publishes.
    public let md5: String?
    /// The size in bytes, where known.
    public let size: Int64?
  }

  /// The official files without the classifier on top.
  public static let entries: [Entry] = [
    Entry(
      architecture: .inceptionV3, fileName: "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
      address: "https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/"
        + "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
      md5: "bcbd6486424b2319ff4ef7d526e38f63", size: 87_910_968),
    Entry(
      architecture: .squeezeNet, fileName: "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5",
      address: nil, md5: nil, size: nil),
  ]

  /// The folder that is looked in and downloaded to: `DREAMKIT_WEIGHTS`, else `weights` in the cache.
  public let folder: String

  private let entries: [Entry]

  /// The catalogue of the official files.
  public init() {
    self.init(
      entries: Self.entries, folder: Environment["DREAMKIT_WEIGHTS"] ?? Folders.cache + "/weights")
  }

  /// A catalogue of other files, for tests.
  package init(entries: [Entry], folder: String) {
    self.entries = entries
    self.folder = folder
  }

  /// The file for a network's ImageNet weights.
  public func entry(for architecture: Architecture) -> Entry? {
    entries.first { $0.architecture == architecture }
  }

  /// The path of a network's ImageNet weights, if they are in the folder.
  public func presentFile(for architecture: Architecture) -> String? {
    guard let entry = entry(for: architecture) else { return nil }
    let path = folder + "/" + entry.fileName
    return Files.exists(path) ? path : nil
  }

  /// The path of a network's ImageNet weights, downloaded where they are not in the folder.
  ///
  /// A download that breaks off goes on where it stopped when it is asked for again. The file is put into place only when
  /// its MD5 digest is the published one.
  ///
  /// - Throws: ``DreamError`` where the file is not there and cannot be fetched; it names the three ways out.
  public func file(
    for architecture: Architecture, cancellation: Cancellation, progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> String {
    if let path = presentFile(for: architecture) { return path }
    guard let entry = entry(for: architecture) else {
      throw DreamError(.notFound, "There are no ImageNet weights for \(architecture.rawValue).")
    }
    guard let address = entry.address else {
      throw missing("The ImageNet weights of \(architecture.rawValue) have no official address.", entry)
    }
    try withFiles(try Folders.make(folder))
    let path = folder + "/" + entry.fileName
    // Two kernels may want the same file at once: the second waits, and finds it.
    let lock = try withFiles(try FileLock(path: path + ".lock", cancellation: cancellation))
    defer { lock.release() }
    if Files.exists(path) { return path }
    let arriving = path + ".download"
    var client = HTTPClient()
    client.limits.maxBytes = 1 << 30
    do throws(DreamError) {
      try client.fetch(
        address, to: arriving, label: "Downloading the weights of \(architecture.rawValue)", resumes: true,
        cancellation: cancellation, progress: progress)
    } catch {
      if error == .cancelled { throw error }
      throw missing(
        "The ImageNet weights of \(architecture.rawValue) could not be downloaded: \(error.message)", entry,
        error.kind)
    }
    if let md5 = entry.md5, try withFiles(try Digest.md5(path: arriving, cancellation: cancellation)) != md5 {
      Files.remove(arriving)
      throw DreamError(
        .unreadable,
        "The downloaded weights of \(architecture.rawValue) are damaged: their MD5 digest is not \(md5).",
        remedy: "Try again.")
    }
    try withFiles(try Files.move(arriving, to: path))
    return path
  }

  // MARK: Implementation

  private func missing(_ reason: String, _ entry: Entry, _ kind: DreamError.Kind = .notFound) -> DreamError {
    .missingWeights(kind, reason: reason, file: entry.fileName, folder: folder)
  }
}

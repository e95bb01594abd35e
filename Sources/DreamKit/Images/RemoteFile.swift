import Ground

/// A file of another machine, and the copy of it that the cache keeps.
package enum RemoteFile {
  /// The path of a file: for an http or https address that of its copy in the cache, fetched where it is not there yet;
  /// for a file address or a path the place itself.
  ///
  /// - Throws: ``DreamError`` where it cannot be fetched or the scheme is another.
  package static func path(
    of address: String, cancellation: Cancellation, progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> String {
    let scheme = address.prefix { $0 != ":" }.lowercased()
    switch scheme {
    case "http", "https":
      let path = try copy(of: address, in: withFiles(try Folders.cache("images")))
      if !Files.exists(path) {
        try HTTPClient().fetch(
          address, to: path, label: "Downloading \(name(of: address))", cancellation: cancellation,
          progress: progress)
      }
      return path
    case "file":
      guard let path = DataAddress.path(of: address) else {
        throw DreamError(.invalidArgument, "'\(address)' is not the address of a file on this machine.")
      }
      return path
    default:
      try refuse(scheme, of: address)
      return Environment.expand(address)
    }
  }

  /// Where a folder keeps the copy of an address.
  static func copy(of address: String, in folder: String) -> String {
    folder + "/" + Digest.sha256(Array(address.utf8))
  }

  /// The last part of an address, without its query.
  static func name(of address: String) -> String {
    address.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last.map(String.init) ?? address
  }

  /// - Throws: ``DreamError`` where an address begins with a scheme that is not fetched.
  static func refuse(_ scheme: String, of address: String) throws(DreamError) {
    guard scheme.count < address.count, address.dropFirst(scheme.count).hasPrefix("://") else { return }
    throw DreamError(
      .invalidArgument, "DreamKit does not fetch '\(scheme)' addresses.",
      remedy: "Use http, https, file, data or a path.")
  }
}

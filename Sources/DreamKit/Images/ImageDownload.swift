import Ground

extension Image {
  /// Fetches and decodes a picture.
  ///
  /// - Parameters:
  ///   - address: an http, https, file or data address, or a path (`~` is the home folder). What comes from a server is
  ///     kept in the cache, by its complete address.
  ///   - maxDimension: where given, a larger picture is shrunk to fit a square of that side, as Pillow's `thumbnail` does.
  ///   - limits: what a picture may be at the most.
  ///   - cancellation: ends the transfer.
  ///   - progress: hears of the transfer.
  /// - Throws: ``DreamError`` where the picture cannot be fetched or decoded.
  public static func download(
    _ address: String, maxDimension: Int? = nil, limits: ImageLimits = .init(), cancellation: Cancellation,
    progress: ProgressObserver = { _ in }
  ) throws(DreamError) -> Image {
    let scheme = address.prefix { $0 != ":" }.lowercased()
    switch scheme {
    case "http", "https":
      let folder = try withFiles(try Folders.cache("images"))
      return try remote(address, maxDimension, limits, folder: folder, cancellation, progress)
    case "data":
      return try Image(
        decoding: try DataAddress.bytes(of: address), maxDimension: maxDimension, limits: limits)
    case "file":
      guard let path = DataAddress.path(of: address) else {
        throw DreamError(.invalidArgument, "'\(address)' is not the address of a file on this machine.")
      }
      return try Image(contentsOf: path, maxDimension: maxDimension, limits: limits)
    default:
      try RemoteFile.refuse(scheme, of: address)
      return try Image(contentsOf: Environment.expand(address), maxDimension: maxDimension, limits: limits)
    }
  }

  // MARK: Implementation

  /// What a server has, or `folder` has kept of it; a kept file that is damaged is fetched again.
  static func remote(
    _ address: String, _ maxDimension: Int?, _ limits: ImageLimits, folder: String,
    _ cancellation: Cancellation,
    _ progress: ProgressObserver
  ) throws(DreamError) -> Image {
    let path = RemoteFile.copy(of: address, in: folder)
    do throws(DreamError) {
      return try Image(
        decoding: try withFiles(try Files.read(path)), maxDimension: maxDimension, limits: limits)
    } catch {
      guard error.kind == .notFound || error.kind == .unreadable else { throw .at(address, error) }
    }
    try HTTPClient().fetch(
      address, to: path, label: "Downloading \(RemoteFile.name(of: address))", cancellation: cancellation,
      progress: progress)
    do throws(DreamError) {
      return try Image(
        decoding: try withFiles(try Files.read(path)), maxDimension: maxDimension, limits: limits)
    } catch {
      // A page that is no picture is not kept; one that is only too large is.
      if error.kind == .unreadable { Files.remove(path) }
      throw .at(address, error)
    }
  }

}

/// Addresses that need no network.
enum DataAddress {
  /// The bytes in a `data:` address (RFC 2397): base64, or percent-encoded text.
  static func bytes(of address: String) throws(DreamError) -> [UInt8] {
    guard let comma = address.firstIndex(of: ",") else {
      throw DreamError(.invalidArgument, "The data address has no comma before its data.")
    }
    let data = address[address.index(after: comma)...]
    guard address[..<comma].hasSuffix(";base64") else {
      return try unescaped(String(data))
    }
    guard let bytes = Base64.decode(try unescaped(String(data))) else {
      throw DreamError(.unreadable, "The data address does not hold valid base64.")
    }
    return bytes
  }

  /// The path in a `file:` address on this machine.
  static func path(of address: String) -> String? {
    var rest = address.dropFirst("file:".count)
    if rest.hasPrefix("//") { rest = rest.dropFirst(2) }
    if rest.hasPrefix("localhost/") { rest = rest.dropFirst("localhost".count) }
    guard rest.hasPrefix("/"), let bytes = try? unescaped(String(rest)) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Text with its percent escapes replaced.
  private static func unescaped(_ text: String) throws(DreamError) -> [UInt8] {
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2
      else {
        throw DreamError(.invalidArgument, "The address has a '%' that two hexadecimal digits do not follow.")
      }
      result.append(value)
      rest = rest.dropFirst(2)
    }
    return result
  }
}

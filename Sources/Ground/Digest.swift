import COpenSSL
import Glibc

/// Digests of files and bytes.
package enum Digest {
  /// The MD5 digest of a file in hexadecimal, as the Keras project publishes it.
  ///
  /// - Throws: ``FileError`` where the file cannot be read or the work is cancelled.
  package static func md5(path: String, cancellation: Cancellation = Cancellation()) throws(FileError)
    -> String
  {
    guard let file = fopen(path, "rbe") else {
      throw .unreadable(path)
    }
    defer { fclose(file) }
    guard let context = EVP_MD_CTX_new() else { throw FileError(.unreadable, "MD5 is not available.") }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestInit_ex(context, EVP_md5(), nil) == 1 else {
      throw FileError(.unreadable, "MD5 is not available.")
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      if cancellation.isCancelled { throw FileError(.cancelled, "Interrupted.") }
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      EVP_DigestUpdate(context, buffer, count)
    }
    if ferror(file) != 0 { throw FileError(.unreadable, "\(path) cannot be read to its end.") }
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &length)
    return Hexadecimal.encode(digest.prefix(Int(length)))
  }

  /// The SHA-256 digest of some bytes in hexadecimal.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    return Hexadecimal.encode(digest.prefix(Int(length)))
  }

  /// A name for a file as it is now: 16 digits of its path's digest, a hyphen, and 16 of its size, time and inode. Nil
  /// where there is no such file.
  package static func identity(of path: String) -> String? {
    guard let real = Files.resolved(path) else { return nil }
    var status = stat()
    guard stat(real, &status) == 0 else { return nil }
    let state =
      "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_dev) \(status.st_ino)"
    return short(real) + "-" + short(state)
  }

  /// The first 16 digits of a text's SHA-256 digest.
  package static func short(_ text: String) -> String { String(sha256(Array(text.utf8)).prefix(16)) }
}

/// A SHA-256 digest of what is added to it piece by piece.
package final class RunningDigest {
  private let context: OpaquePointer?

  package init() {
    context = EVP_MD_CTX_new()
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  package func add(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Adds a text, and an end that no text contains.
  package func add(_ text: String) { Array(text.utf8 + [0]).withUnsafeBytes { add($0) } }

  /// The digest in hexadecimal; nothing may be added afterwards.
  package func finish() -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &length)
    return Hexadecimal.encode(digest.prefix(Int(length)))
  }
}

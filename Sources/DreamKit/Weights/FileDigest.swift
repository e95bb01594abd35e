import COpenSSL
import Glibc

/// Digests of files and bytes.
package enum FileDigest {
  /// The MD5 digest of a file in hexadecimal, as the Keras project publishes it.
  ///
  /// - Throws: ``DreamError`` where the file cannot be read or the work is cancelled.
  package static func md5(path: String, cancellation: Cancellation = Cancellation()) throws(DreamError)
    -> String
  {
    guard let file = fopen(path, "rbe") else {
      throw DreamError(.unreadable, "\(path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    defer { fclose(file) }
    guard let context = EVP_MD_CTX_new() else { throw DreamError(.backend, "MD5 is not available.") }
    defer { EVP_MD_CTX_free(context) }
    guard EVP_DigestInit_ex(context, EVP_md5(), nil) == 1 else {
      throw DreamError(.backend, "MD5 is not available.")
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      try cancellation.check()
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      EVP_DigestUpdate(context, buffer, count)
    }
    if ferror(file) != 0 { throw DreamError(.unreadable, "\(path) cannot be read to its end.") }
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &length)
    return hexadecimal(digest.prefix(Int(length)))
  }

  /// The SHA-256 digest of some bytes in hexadecimal.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    return hexadecimal(digest.prefix(Int(length)))
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

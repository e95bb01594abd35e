import COpenSSL
import Ground
import Synchronization

/// Signs messages with HMAC-SHA256 and verifies signatures, for all channels of one kernel.
///
/// A signature is accepted once: the last 65,536 accepted ones are remembered. With an empty key nothing is signed and
/// everything is accepted, as the protocol has it.
///
/// Unchecked: `template` is written in `init` only and afterwards read by `EVP_MAC_CTX_dup`, which takes it as const;
/// the memory of signatures is behind its own lock.
public final class Signer: @unchecked Sendable {
  /// The number of accepted signatures that are remembered.
  public static let memoryLimit = 65_536

  private let template: OpaquePointer?
  private let accepted = Mutex(RecentSet(limit: Signer.memoryLimit))

  /// Makes a signer for a key; an empty key stands for unsigned messages. Nil where the system's libcrypto offers no
  /// HMAC-SHA256.
  public init?(key: [UInt8]) {
    if key.isEmpty {
      template = nil
    } else {
      guard let context = Self.context(key: key) else { return nil }
      template = context
    }
  }

  deinit { EVP_MAC_CTX_free(template) }

  /// The signature of the frames, in order, as lower-case hexadecimal text; empty without a key.
  public func signature(of frames: [[UInt8]]) -> [UInt8] {
    Hexadecimal.digits(of: digest(of: frames))
  }

  /// Checks, in constant time, that the signature belongs to the frames and was not accepted before.
  ///
  /// - Throws: ``WireError/badSignature`` or ``WireError/replayed``.
  public func verify(_ signature: [UInt8], of frames: [[UInt8]]) throws(WireError) {
    guard template != nil else { return }
    let digest = digest(of: frames)
    let expected = Hexadecimal.digits(of: digest)
    guard !expected.isEmpty, signature.count == expected.count,
      CRYPTO_memcmp(signature, expected, expected.count) == 0
    else { throw .badSignature }
    // Half of a signature distinguishes it from all others as surely as a random number of 128 bits.
    let fingerprint = digest.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    guard accepted.withLock({ $0.insert(fingerprint) }) else { throw .replayed }
  }

  // MARK: Implementation

  private func digest(of frames: [[UInt8]]) -> [UInt8] {
    guard let template, let context = EVP_MAC_CTX_dup(template) else { return [] }
    defer { EVP_MAC_CTX_free(context) }
    for frame in frames { EVP_MAC_update(context, frame, frame.count) }
    var digest = [UInt8](repeating: 0, count: 32)
    var count = 0
    EVP_MAC_final(context, &digest, &count, digest.count)
    return digest
  }

  private static func context(key: [UInt8]) -> OpaquePointer? {
    guard let algorithm = EVP_MAC_fetch(nil, "HMAC", nil) else { return nil }
    defer { EVP_MAC_free(algorithm) }
    guard let context = EVP_MAC_CTX_new(algorithm) else { return nil }
    var digest = Array("SHA256".utf8CString)
    let started = digest.withUnsafeMutableBufferPointer { name in
      let parameters = [
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.baseAddress, 0),
        OSSL_PARAM_construct_end(),
      ]
      return EVP_MAC_init(context, key, key.count, parameters)
    }
    guard started == 1 else {
      EVP_MAC_CTX_free(context)
      return nil
    }
    return context
  }
}

/// The last values that were inserted, up to a limit.
private struct RecentSet {
  let limit: Int
  private var members: Set<UInt128> = []
  private var order: [UInt128] = []
  private var oldest = 0

  init(limit: Int) { self.limit = limit }

  /// Inserts a value; false where it is there already.
  mutating func insert(_ value: UInt128) -> Bool {
    guard members.insert(value).inserted else { return false }
    if order.count < limit {
      order.append(value)
    } else {
      members.remove(order[oldest])
      order[oldest] = value
      oldest = (oldest + 1) % limit
    }
    return true
  }
}

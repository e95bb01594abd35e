import CHTTP
import Ground

/// Fetches files over http and https: certificates verified, redirects, size and time limited, interruptible,
/// resumable.
package struct HTTPClient: Sendable {
  /// The limits of a transfer.
  package struct Limits: Sendable {
    /// The number of bytes above which a file is refused.
    package var maxBytes: Int64 = 256 << 20
    /// The number of redirects that are followed.
    package var maxRedirects = 8
    /// The seconds until a connection must stand.
    package var connectSeconds = 15
    /// The seconds that may pass without a byte arriving.
    package var stallSeconds = 30
    /// The seconds that the complete transfer may take, 0 for no limit.
    package var totalSeconds = 0
    /// The limits for a picture.
    package init() {}
  }

  /// The limits of every transfer of this client.
  package var limits: Limits

  /// Makes a client.
  package init(limits: Limits = Limits()) { self.limits = limits }

  /// Fetches a file to `path`, which exists afterwards only if all of it arrived.
  ///
  /// The bytes arrive in a part beside it. With `resumes` that file outlives a failure, with the server's
  /// ETag in `path.part.etag`, and the next call goes on where it ends, if the server still has the same
  /// file.
  ///
  /// - Throws: ``DreamError``: `network` where the server cannot be reached or refuses, `limitExceeded` where
  ///   a limit is met, `unwritable`, or ``DreamError/cancelled``.
  package func fetch(
    _ address: String, to path: String, label: String, resumes: Bool = false, cancellation: Cancellation,
    progress: ProgressObserver = { _ in }
  ) throws(DreamError) {
    let part = PartialFile(path: path, isShared: resumes)
    let tag = part.tag
    let file = try withFiles(try part.open(keeping: tag != nil))
    defer { file.close() }
    // Without a tag it is unknown whether the bytes that are there still belong to the server's file.
    let there = tag == nil ? 0 : file.size
    let start = Clock.now
    let response = transfer(address, there, tag, file, label, cancellation, progress)
    Log.downloads.info(
      "\(RemoteFile.name(of: address)): status \(response.status), libcurl's code \(response.curl_code), bytes "
        + "\(there) to \(file.size) in \(Int((Clock.now - start) * 1000)) ms")

    if !(200...299).contains(response.status) || response.curl_code != 0 || file.failed {
      if response.received && resumes && response.stopped < 2 {
        part.keep(tag: response.status == 206 ? response.tag ?? tag : response.tag)
      } else if response.received || there == 0 || response.status == 416 || response.stopped >= 2 {
        part.discard()
      }  // Else nothing came: what is there from before stays.
      if response.status == 416 && there > 0 {
        // The part is longer than the server's file: begin again.
        return try fetch(
          address, to: path, label: label, resumes: resumes, cancellation: cancellation, progress: progress)
      }
      throw failure(response, address, file, cancellation)
    }
    try withFiles(try part.finish(file))
  }

  // MARK: Implementation

  /// What the C callbacks work on.
  private final class Transfer {
    let file: PartialFile.Handle
    let label: String
    let cancellation: Cancellation
    let progress: ProgressObserver
    var received = false
    init(
      file: PartialFile.Handle, label: String, cancellation: Cancellation,
      progress: @escaping ProgressObserver
    ) {
      self.file = file
      self.label = label
      self.cancellation = cancellation
      self.progress = progress
    }
  }

  private func transfer(
    _ address: String, _ there: Int64, _ tag: String?, _ file: PartialFile.Handle, _ label: String,
    _ cancellation: Cancellation, _ progress: ProgressObserver
  ) -> (status: Int, curl_code: Int32, stopped: Int32, error: String, tag: String?, received: Bool) {
    withoutActuallyEscaping(progress) { progress in
      let transfer = Transfer(file: file, label: label, cancellation: cancellation, progress: progress)
      var response = dk_http_response()
      withExtendedLifetime(transfer) {
        var sink = dk_http_sink(
          context: Unmanaged.passUnretained(transfer).toOpaque(),
          body: { context, bytes, count, restart in
            guard let context, let bytes else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            transfer.received = true
            if restart != 0 { transfer.file.restart() }
            return transfer.file.write(UnsafeRawBufferPointer(start: bytes, count: count)) ? 1 : 0
          },
          progress: { context, received, total in
            guard let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            transfer.progress(
              Progress(
                label: transfer.label, completed: received, total: total < 0 ? nil : total, unit: "bytes"))
            return transfer.cancellation.isCancelled ? 0 : 1
          })
        address.withCString { url in
          "DreamKit".withCString { agent in
            (tag ?? "").withCString { tagText in
              var request = dk_http_request(
                url: url, user_agent: agent, resume_from: there, if_range: tag == nil ? nil : tagText,
                most_bytes: limits.maxBytes, most_redirects: limits.maxRedirects,
                connect_seconds: limits.connectSeconds, stall_seconds: limits.stallSeconds,
                total_seconds: limits.totalSeconds)
              dk_http_fetch(&request, &sink, &response)
            }
          }
        }
      }
      return (
        response.status, response.curl_code, response.stopped, String(cTuple: response.error),
        Optional(String(cTuple: response.etag)).flatMap { $0.isEmpty ? nil : $0 }, transfer.received
      )
    }
  }

  /// CURLE_FAILED_INIT, which stands for a library that cannot be opened, too.
  private static let failedStart: Int32 = 2

  /// What libcurl's most frequent codes mean to a reader (curl/curl.h): 6 CURLE_COULDNT_RESOLVE_HOST,
  /// 7 CURLE_COULDNT_CONNECT.
  private static let reasons: [Int32: String] = [
    6: "the name of its server is not known, or there is no network", 7: "its server does not answer",
  ]

  /// An address for a sentence: a long one without its middle.
  private static func short(_ address: String) -> String {
    address.count <= 60 ? address : "\(address.prefix(35))…\(address.suffix(24))"
  }

  private func failure(
    _ response: (status: Int, curl_code: Int32, stopped: Int32, error: String, tag: String?, received: Bool),
    _ address: String, _ file: PartialFile.Handle, _ cancellation: Cancellation
  ) -> DreamError {
    if cancellation.isCancelled { return .cancelled }
    let address = Self.short(address)
    if file.failed {
      return DreamError(
        .unwritable, "The download could not be written to '\(file.path)'.", remedy: "Is the disk full?")
    }
    if response.stopped == 2 {
      return DreamError(
        .limitExceeded,
        "'\(address)' is larger than the limit of \(limits.maxBytes >> 20) MB for a download.",
        remedy: "Use a smaller file.")
    }
    if response.status >= 300 && (response.curl_code == 0 || response.status >= 400) {
      return DreamError(
        .network, "'\(address)' answered with HTTP status \(response.status).", remedy: "Check the address.")
    }
    if response.curl_code == Self.failedStart {
      return DreamError(
        .network, "'\(address)' cannot be fetched, because the library libcurl is missing.",
        remedy: "Install it; on Debian and Ubuntu it is libcurl4.")
    }
    return DreamError(
      .network, "'\(address)' could not be fetched: \(Self.reasons[response.curl_code] ?? response.error).",
      remedy: "Check the address and the network connection.")
  }
}

extension String {
  /// The text in a C array that Swift sees as a tuple of characters.
  fileprivate init<Tuple>(cTuple tuple: Tuple) {
    self = withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

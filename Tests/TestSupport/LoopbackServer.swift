import Foundation
import Synchronization

/// An HTTP server on the loopback interface, which answers as a test wants it to: one thread, one connection
/// at a time.
public final class LoopbackServer: Sendable {
  /// What a client asked for.
  public struct Request: Sendable {
    /// The path, with its query.
    public let path: String
    /// The header lines, their names in lower case.
    public let headers: [String: String]
  }

  /// The answer to a request: raw bytes, head and body, and a pause between two halves of them.
  public struct Answer: Sendable {
    let bytes: [UInt8]
    let pause: Double

    /// An answer with a status line, header lines and a body; `length` may lie about the body's.
    public init(
      _ status: Int = 200, headers: [String] = [], body: [UInt8] = [], length: Int? = nil, pause: Double = 0
    ) {
      let head =
        ["HTTP/1.1 \(status) Test", "Content-Length: \(length ?? body.count)", "Connection: close"] + headers
      bytes = Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
      self.pause = pause
    }
  }

  /// The port that it listens on, 0 where it could not be opened.
  public let port: UInt16
  private let listener: Int32
  private let log = Mutex<[Request]>([])

  /// Opens a port and answers until ``stop()``.
  public init(_ answer: @escaping @Sendable (Request) -> Answer) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    self.listener = listener
    port = isOpen ? UInt16(bigEndian: address.sin_port) : 0
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { break }
        if let request = Self.read(connection) {
          log.withLock { $0.append(request) }
          Self.write(answer(request), to: connection)
        }
        close(connection)
      }
      // Here and not in `stop()`: another server's listener might get the number while this thread still accepts on it.
      close(listener)
    }
  }

  /// The requests that came so far.
  public var requests: [Request] { log.withLock { $0 } }

  /// The address of a path on this server.
  public func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Closes the port.
  public func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private static func read(_ connection: Int32) -> Request? {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    let lines = text.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
        in: .whitespaces)
    }
    return Request(path: String(words[1]), headers: headers)
  }

  private static func write(_ answer: Answer, to connection: Int32) {
    let half = answer.pause > 0 ? answer.bytes.count / 2 : answer.bytes.count
    _ = answer.bytes[..<half].withUnsafeBytes {
      send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    guard half < answer.bytes.count else { return }
    Thread.sleep(forTimeInterval: answer.pause)
    _ = answer.bytes[half...].withUnsafeBytes {
      send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }
}

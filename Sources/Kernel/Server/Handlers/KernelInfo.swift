/// How a kernel introduces itself and its language: the answer to `kernel_info_request`.
public struct KernelInfo: Sendable {
  /// The name of the kernel and of its language.
  public let name: String
  /// The version of both.
  public let version: String
  /// What consoles print first.
  public let banner: String
  /// The MIME type of the language's scripts.
  public let mimeType: String
  /// What the names of scripts end in, with the dot.
  public let fileExtension: String
  /// By which of Pygments' lexers and CodeMirror's modes frontends colour the code.
  public let lexer: String

  /// Describes a kernel.
  public init(
    name: String, version: String, banner: String, mimeType: String, fileExtension: String, lexer: String
  ) {
    self.name = name
    self.version = version
    self.banner = banner
    self.mimeType = mimeType
    self.fileExtension = fileExtension
    self.lexer = lexer
  }

  func reply(to request: Request) -> Reply {
    Reply([
      "status": "ok", "protocol_version": .string(Header.protocolVersion), "implementation": .string(name),
      "implementation_version": .string(version), "banner": .string(banner),
      "language_info": [
        "name": .string(name), "version": .string(version), "mimetype": .string(mimeType),
        "file_extension": .string(fileExtension), "pygments_lexer": .string(lexer),
        "codemirror_mode": .string(lexer), "nbconvert_exporter": "script",
      ],
      "help_links": [], "debugger": true, "supported_features": ["kernel subshells", "debugger"],
    ])
  }
}

/// Answers `shutdown_request` and notifies all clients.
enum Shutdown {
  static func reply(to request: Request) throws(InvalidRequest) -> Reply {
    let content: JSON = ["status": "ok", "restart": .bool(try request.flag("restart", otherwise: false))]
    request.sink.publish("shutdown_reply", content)
    return Reply(content, endsKernel: true)
  }
}
